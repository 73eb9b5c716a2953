"""What is learned from a process: reflections and their patterns."""
