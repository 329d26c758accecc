"""The processes that help a run: fresh interpreters, spoken to in lines of JSON over their pipes; nothing is pickled.

interpreters.py        starts one, and gives it its pipes
messages.py            the lines
pool.py, worker.py     workers that extract, split and write beside the run
dask_pool.py, partition.py   those of a Dask cluster
file_reader.py, reading.py, limits.py   one that reads a file, and may be killed for it
"""
