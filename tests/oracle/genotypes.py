"""Reads a genotype file the plain way: unwraps it, splits its lines, merges repeated markers, counts copies."""

import gzip
import io
import zipfile

PAR = {  # pseudo-autosomal regions of X, both ends included
    "GRCh36": [(1, 2709520), (154584238, 154913754)],
    "GRCh37": [(60001, 2699520), (154931044, 155260560)],
    "GRCh38": [(10001, 2781479), (155701383, 156030895)],
}
NO_CALLS = {"", "-", "--", "0", "00", "NC", "??", "N", "NN", "."}


def unwrap(data):
    """The text inside: gzip (any number of members), zip (the largest member that is not a document), or plain."""
    if data[:2] == b"\x1f\x8b":
        return unwrap(gzip.decompress(data))
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.infolist() if n.filename.lower().endswith((".txt", ".csv", ".tsv", ".gz"))]
            best = max(names, key=lambda n: n.file_size)
            return unwrap(archive.read(best))
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    return data.decode("utf-8")


def chromosome(name):
    """1–22, X, Y, MT, or None."""
    name = name.strip().upper()
    if name.startswith("CHR"):
        name = name[3:]
    name = name.lstrip("0")
    codes = {"23": "X", "24": "Y", "25": "X", "XY": "X", "PAR": "X", "26": "MT", "M": "MT", "MT": "MT", "X": "X", "Y": "Y"}
    if name in codes:
        return codes[name]
    return name if name.isdigit() and 1 <= int(name) <= 22 else None


def read_markers(text):
    """(rsID, chromosome or None, position or None, alleles or None) of each line, in file order."""
    markers = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = line.rstrip()
        if not line or line.startswith("#"):
            continue
        if "\t" in line:
            fields = line.split("\t")
        elif "," in line:
            fields = line.split(",")
        elif ";" in line:
            fields = line.split(";")
        else:
            fields = line.split()
        fields = [field.strip().strip('"').strip() for field in fields]
        if len(fields) < 3 or not fields[2].isdigit():
            continue  # a header, first or repeated
        letters = "".join(fields[3:5]).upper()
        if letters in NO_CALLS or any(letter in "-0?N." for letter in letters):
            alleles = None
        else:
            assert set(letters) <= set("ACGTDI") and 1 <= len(letters) <= 2, fields[:3]
            alleles = tuple(sorted(letters))
        place = chromosome(fields[1])
        position = int(fields[2])
        if position == 0:
            place = None
        markers.append((fields[0], place, position if place else None, alleles))
    return markers


def is_indel(alleles):
    return alleles is not None and alleles[0] in "DI"


class Marker:
    def __init__(self, name, place, position, alleles):
        self.name, self.chromosome, self.position, self.alleles = name, place, position, alleles


def merge_markers(lines):
    """One marker for each site and kind. Agreeing repeats merge, a no-call yields, a conflict is a no-call."""
    groups, order = {}, []
    for name, place, position, alleles in lines:
        key = (place, position) if place else (None, name)
        if key not in groups:
            groups[key] = []
            order.append(key)
        groups[key].append((name, alleles))
    markers = []
    for key in order:
        place, position = (key[0], key[1]) if key[0] else (None, None)
        rows = groups[key]
        called = [row for row in rows if row[1] is not None]
        kinds = sorted({is_indel(alleles) for _, alleles in called})
        if not called:
            markers.append(Marker(rows[0][0], place, position, None))
        for kind in kinds:
            same = [row for row in called if is_indel(row[1]) == kind]
            distinct = {one_form(alleles) for _, alleles in same}
            alleles = same[0][1] if len(distinct) == 1 else None
            markers.append(Marker(same[0][0], place, position, alleles))
    return markers


def one_form(alleles):
    return tuple(alleles)


class Genotypes:
    def __init__(self, texts, build, sex):
        self.build, self.sex = build, sex
        lines = [line for text in texts for line in read_markers(text)]
        self.markers = merge_markers(lines)
        self.at, self.named = {}, {}
        for marker in self.markers:
            if marker.chromosome:
                self.at.setdefault((marker.chromosome, marker.position), []).append(marker)
        # Every name that a line has finds its marker, also where lines were merged.
        for name, place, position, alleles in lines:
            found = self.at.get((place, position), []) if place else [m for m in self.markers if m.name == name and not m.chromosome]
            for marker in found:
                if marker not in self.named.setdefault(name.lower(), []):
                    self.named[name.lower()].append(marker)

    def haploid(self, marker):
        """Whether the person has one copy of this place."""
        if marker.chromosome in ("Y", "MT"):
            return True
        if marker.chromosome == "X" and self.sex == "male":
            return not any(first <= marker.position <= last for first, last in PAR[self.build])
        return False

    def call(self, marker):
        """The alleles this person carries: None for no call; one where the place is haploid."""
        alleles = marker.alleles
        if alleles is None:
            return None
        if self.haploid(marker):
            return (alleles[0],) if len(set(alleles)) == 1 else None
        return alleles
