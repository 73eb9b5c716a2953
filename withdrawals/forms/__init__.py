"""What people type while leaving a process and afterwards."""
