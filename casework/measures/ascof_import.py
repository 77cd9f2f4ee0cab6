"""Read the published files of the Adult Social Care Outcomes Framework (ASCOF) into measure values (format `ascof`)."""
