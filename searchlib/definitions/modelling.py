"""What models are made with: pydantic, or plain classes in a process that chose them (`unchecked_models.choose`)."""

from typing import TYPE_CHECKING

from searchlib.definitions import unchecked_models

if TYPE_CHECKING or not unchecked_models.chosen():
    from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, field_validator, model_validator
else:
    from searchlib.definitions.unchecked_models import (
        BaseModel,
        ConfigDict,
        Field,
        FiniteFloat,
        field_validator,
        model_validator,
    )

__all__ = ["BaseModel", "ConfigDict", "Field", "FiniteFloat", "field_validator", "model_validator"]
