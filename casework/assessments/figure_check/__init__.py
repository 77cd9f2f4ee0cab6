"""Find the figures a paper claims, work their arithmetic out again, and say which are right, wrong or cannot be told."""
