"""Complaints and compliments: the log, the dates by law, points, outcomes and learning."""
