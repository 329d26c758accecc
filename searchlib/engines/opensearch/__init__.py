"""The engine of an index on an OpenSearch cluster: `opensearch://host:9200/news` in the place of a path.

cluster/     where the cluster is, requests to it and their errors, snapshots
documents/   passages as documents of the cluster: the mapping, and the conversion
queries/     query nodes as queries of the cluster
answers/     statistics, scores, order, facets, speakers, stored passages
writing/     bulk requests, the lease of the one writer, commits
reader.py, engine.py   the contract, by delegation
"""
