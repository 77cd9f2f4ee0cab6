"""Organisations, people, their roles and needs, sign-in and sessions."""
