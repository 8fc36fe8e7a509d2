"""What an answer means: commands, yes and no, numbers, names, districts."""
