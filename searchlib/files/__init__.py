"""Files beside and below an index: synced writes, the writer's lock, the folder of saved searches and aliases."""
