"""What follows once the employer was notified: replies, feedback, keeping in touch."""
