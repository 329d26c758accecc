"""The cluster: where it is, requests to it and what they fail by, snapshots of an index."""
