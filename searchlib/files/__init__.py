"""Files as an index needs them: synced writes behind one seam, and the writer's lock."""
