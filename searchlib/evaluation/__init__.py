"""For people who measure ranking: topics, runs over them, and measures of runs against judgements.

topics.py     reads topics: TREC, TSV, JSON Lines, or what ir_datasets gives
runs.py       ranks documents or passages for topics; the format of TREC runs
measures.py   judgements and runs from files, and measures by ir_measures
"""
