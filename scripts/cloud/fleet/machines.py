"""The list of machines: CSV with a line of headings. Empty lines and lines that begin with # are passed over."""
import csv, re
from .errors import UsageError

# It becomes the name of a file and of a folder of records.
NAME = re.compile(r'[A-Za-z0-9][A-Za-z0-9._-]{0,62}')
VALUE = re.compile(r'[A-Za-z0-9][A-Za-z0-9._()-]{0,89}')


def read_machines(path, columns, default):
    """The rows of a list as dictionaries with `columns`, `name`, which defaults to the column `default`, and `row`."""
    try:
        with open(path, encoding='utf-8-sig', newline='') as file:
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f'{path}: cannot be read as UTF-8: {error}') from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith('#')]
    if not numbered:
        raise UsageError(f'{path}: no machine; the first line is {",".join(columns)}, and one machine a line follows')
    headings = [word.strip().lower() for word in next(csv.reader([numbered[0][1]]))]
    expected = set(columns)
    if not expected <= set(headings) <= expected | {'name'} or len(set(headings)) != len(headings):
        raise UsageError(f'{path}, row {numbered[0][0]}: the headings are "{",".join(headings)}"; '
                         f'they must be {",".join(columns)}, and may have name')
    machines, problems, seen = [], [], {}
    for number, line in numbered[1:]:
        row, problem = _row(next(csv.reader([line])), headings, default)
        if not problem:
            for key in (('name', row['name'].lower()), tuple(row[column].lower() for column in columns)):
                if seen.setdefault(key, number) != number:
                    problem = f'{key[1] if key[0] == "name" else "/".join(key)} is in row {seen[key]} too; remove one of them'
                    break
        if problem:
            problems.append(f'{path}, row {number}: {problem}')
        else:
            machines.append(row | {'row': number})
    if not machines and not problems:
        problems.append(f'{path}: headings and no machine')
    if problems:
        raise UsageError('\n'.join(problems))
    return machines


def _row(cells, headings, default):
    cells = [cell.strip() for cell in cells]
    if len(cells) != len(headings):
        return None, f'{len(cells)} cells and not {len(headings)}: {",".join(headings)}'
    row = dict(zip(headings, cells, strict=True))
    for column in headings:
        if column != 'name' and not VALUE.fullmatch(row[column]):
            return None, f'{column} is "{row[column]}"; only letters, digits and . _ ( ) - may be in it, and it may not be empty'
    row['name'] = row.get('name') or row[default]
    if not NAME.fullmatch(row['name']):
        return None, f'name is "{row["name"]}"; give it one of at most 63 letters, digits and . _ - in a column name'
    return row, None
