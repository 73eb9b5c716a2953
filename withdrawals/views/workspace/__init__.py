"""The page of a withdrawal, built from typed parts: each part has one builder, and its template renders it."""
