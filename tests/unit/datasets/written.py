"""Invented releases of every format, as files."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

Contents = Mapping[str, bytes]

CSV: Contents = {
    "ratings.csv": (
        b"userId,movieId,rating,timestamp\r\n"
        b"1,10,4.0,964982703\r\n"
        b"1,30,0.5,964982931\r\n"
        b"2,10,5.0,1445714835\r\n"
    ),
    "movies.csv": (
        "movieId,title,genres\r\n"
        '10,"Lighthouse, The (1999)",Drama|Children\r\n'
        '20,"Say ""Ahoy"" (2001)",(no genres listed)\r\n'
        "30,Café de la Lune (1984),Sci-Fi\r\n"
    ).encode(),
    "links.csv": (
        b"movieId,imdbId,tmdbId\r\n10,0114709,862\r\n20,10114709,\r\n30,,15\r\n77,0000001,1\r\n"
    ),
}
ML1M: Contents = {
    "ratings.dat": b"1::10::4::978300760\n1::30::1::978302109\n2::10::5::978301968\n",
    "movies.dat": (
        "10::Lighthouse, The (1999)::Drama|Children's\n"
        '20::Say "Ahoy" (2001)::Comedy\n'
        "30::Café de la Lune (1984)::Sci-Fi\n"
    ).encode("latin-1"),
    "users.dat": b"1::F::1::10::48067\n2::M::56::16::70072\n",
}
ML10M: Contents = {
    "ratings.dat": b"1::10::4::838985046\n1::30::0.5::838983525\n2::10::5::838983392\n",
    "movies.dat": (
        "10::Lighthouse, The (1999)::Drama|Children\n"
        '20::Say "Ahoy" (2001)::(no genres listed)\n'
        "30::Café de la Lune (1984)::Sci-Fi\n"
    ).encode(),
    "tags.dat": b"1::10::sea::1215184630\n",
}
_GENRES = ("unknown", "Children's", "Drama", "Sci-Fi")
ML100K: Contents = {
    "u.data": b"2\t10\t5\t881250949\n1\t30\t1\t891717742\n1\t10\t4\t878887116\n",
    "u.item": (
        "10|Lighthouse, The (1999)|01-Jan-1999||http://example.org/?a%20b|0|1|1|0\n"
        '20|Say "Ahoy" (2001)||||1|0|0|0\n'
        "30|Café de la Lune (1984)|01-Jan-1984|||0|0|0|1\n"
    ).encode("latin-1"),
    "u.user": b"1|24|M|technician|85711\n2|53|F|other|94043\n",
    "u.genre": "".join(f"{name}|{place}\n" for place, name in enumerate(_GENRES)).encode() + b"\n",
}
ALL: Mapping[str, Contents] = {
    "ml-latest-small": CSV,
    "ml-1m": ML1M,
    "ml-10M100K": ML10M,
    "ml-100k": ML100K,
}


def write_folder(folder: Path, contents: Contents) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return folder


def write_zip(path: Path, contents: Contents, prefix: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(prefix + name, data)
    return path
