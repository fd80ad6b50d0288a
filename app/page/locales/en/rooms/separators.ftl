### What parts the things of a list, clauses, and sentences that follow each other.

item = ,{ " " }
clause = ;{ " " }
sentence = { " " }
