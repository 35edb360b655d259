"""What each list can be narrowed by: one FilterSet for each noun, for the API and the dashboard alike."""
