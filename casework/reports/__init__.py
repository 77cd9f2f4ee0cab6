"""Reports: one report object, six formats. Reads every room, writes nothing."""
