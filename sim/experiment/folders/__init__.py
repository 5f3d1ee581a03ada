"""Result folders: while they are written, once they are finished, and those that go when their work ends."""
