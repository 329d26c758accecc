"""draft"""
from __future__ import annotations
import numpy as np
from searchlib.errors import IndexCorrupt
from searchlib.ranking import disjunction
from searchlib.ranking.lists import Segment, Terms, Top
_NO = np.empty(0, np.uint8); _NO.flags.writeable=False
def rank(segment, terms, k, *, allowed=None, floor=-1.0):
    k=min(k, segment.passages)
    code, documents, scores = disjunction.best_of_any(segment.postings.columns, terms.extra.columns, segment.columns, terms.table, terms.weights, _NO if allowed is None else allowed.view(np.uint8), k, floor)
    if code<0: raise IndexCorrupt("x")
    return Top(documents[:code], scores[:code])
