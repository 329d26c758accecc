"""What the cluster answers, made into the values of the contract."""
