"""What a new index may set for itself: how it ranks, and how its words become terms."""

from __future__ import annotations

from typing import Any

from searchlib.analysis import analyzer_of, checked_settings, settings_in
from searchlib.definitions.analysis_settings import AnalysisSettings
from searchlib.engines.contract import Engine, Writer
from searchlib.errors import ArgumentError, NotSupported, Remedy
from searchlib.ranking.parameters import RankingParameters, checked_parameters, parameters_of


def settings_state(
    engine: Engine,
    writer: Writer,
    ranking: RankingParameters | None,
    analysis: AnalysisSettings | None,
    *,
    fresh: bool = False,
) -> dict[str, Any]:
    """The part of the index's state that holds these settings, by which the writer works from now on; None: as they are.

    Raises ArgumentError for wrong settings, or for others than an index has that is not `fresh`; NotSupported.
    """
    is_new = fresh or writer.version == 1
    state: dict[str, Any] = {}
    if ranking is not None:
        if not engine.capabilities.ranking_parameters:
            raise NotSupported("The engine of this index ranks with parameters of its own.")
        known = parameters_of(writer.state)
        if checked_parameters(ranking) != known and not is_new:
            raise ArgumentError(f"This index ranks with {known}: only a new index gets others.", remedy=Remedy.REBUILD)
        state |= ranking.state()
    if analysis is not None:
        analysis = checked_settings(analysis)
        if not engine.capabilities.analysis_settings:
            raise NotSupported("The engine of this index reads words by settings of its own.")
        if analysis != settings_in(writer.state):
            if not is_new:
                raise ArgumentError(
                    f"The words of this index were read with {settings_in(writer.state)}: only a new index gets others.",
                    remedy=Remedy.REBUILD,
                )
            writer.analyzer = analyzer_of(analysis)
        state |= analysis.state()
    return state
