"""The REST API under /api/v1/: each noun's route, and what all of them share."""
