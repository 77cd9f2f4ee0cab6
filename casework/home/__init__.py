"""What needs me today, the shell of every page, and the guide. Reads every room, writes nothing."""
