### Why a file is no table of figures, by the codes of model/evaluation/src/table_fault.rs. `$name` is the file’s.

empty = “{ $name }”: expected a table of figures (CSV), found nothing in it. Copy or download it again.
binary = “{ $name }”: expected text with a row for each run (CSV), found bytes that no text has. Save the table as CSV, and
    open that.
encoding = “{ $name }”: expected text in UTF-8 or UTF-16, found another encoding. Save it as “CSV UTF-8”.
names = “{ $name }”: expected a column “family” that names the runs, found { $found }. Open a table that “Table, CSV”, train
    judge or train sweep gather wrote.
figures = “{ $name }”: expected figures such as frechet-distance or grid-kl, found { $found }. Open a table that “Table, CSV”, train
    judge or train sweep gather wrote.
means = “{ $name }”: expected a row for each run, found means. Open the table beside it: table.csv, not table-means.csv.
twice = “{ $name }”: expected each column once, found “{ $column }” twice. Delete one of the two, and save it again.
no-runs = “{ $name }”: expected a row for each run, found the names of columns only. Gather or save the table again.
no-end = “{ $name }”: expected runs at their end (stop 100), found none. Gather the table once runs have finished.
cells = “{ $name }”, line { $line }: expected { $expected } cells, as there are columns, found { $found }. Put cells that
    hold a separator between quotation marks.
quote = “{ $name }”, line { $line }: expected each run on a line of its own, found a cell that goes on in the next. Look for
    a quotation mark without its other half.
no-name = “{ $name }”, line { $line }: expected a name under “family”, found none. Name the run, or delete the line.
whole = “{ $name }”, line { $line }: expected a whole number under “{ $column }”, from 0 to { $most }, found “{ $found }”. Mend
    that cell.
outcome = “{ $name }”, line { $line }: expected “measured” or “diverged” under “outcome”, found “{ $found }”. Mend that cell.
number = “{ $name }”, line { $line }: expected a finite number or nothing under “{ $column }”, found “{ $found }”. Mend that
    cell, or empty it.
again = “{ $name }”, line { $line }: expected each run once at each stop, found { $family } with seed { $seed } at { $stop } %
    again. Delete one of the two, or give runs that differ other names.
families = “{ $name }”: expected at most { $most } different names under “family”, found more. Delete rows, or gather fewer
    settings.
