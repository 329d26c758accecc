"""What is made from the commands themselves: completion, man pages, and the help in documents."""
