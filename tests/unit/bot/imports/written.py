# ruff: noqa: E501 - lines as they stand in the files
"""Files as the services write them, with the oddities of each."""

import io
import json
from zipfile import ZIP_DEFLATED, ZipFile

from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ImdbId, ItemId, TmdbId


def film(item_id, title, year, imdb=None, tmdb=None, aka=(), ratings=100):
    return Movie(
        ItemId(item_id),
        title,
        year,
        aka=aka,
        imdb_id=None if imdb is None else ImdbId(imdb),
        tmdb_id=None if tmdb is None else TmdbId(tmdb),
        ratings=ratings,
    )


CATALOG = Catalog(
    [
        film(1, "Toy Story", 1995, "tt0114709", 862),
        film(260, "Star Wars: Episode IV - A New Hope", 1977, "tt0076759", 11),
        film(2571, "The Matrix", 1999, "tt0133093", 603),
        film(4973, "Amelie", 2001, "tt0211915", 194, ("Le Fabuleux destin d'Amélie Poulain",)),
        film(1721, "Titanic", 1997, "tt0120338", 597),
        film(3404, "Titanic", 1953, "tt0046435", ratings=3),
        film(68, "French Twist", 1995, None, None, ("Gazon maudit",)),
        film(7022, "Battle Royale", 2000, "tt0266308", 3176),
        film(1203, "12 Angry Men", 1957, "tt0050083", 389),
        film(2959, 'Good Night, and "Good" Luck', 2005),
        film(64957, "The Curious Case of Benjamin Button", 2008, "tt0421715", 4922),
        film(170705, "Moonlight", None, ratings=1),
        film(500, "Twins", 1988, ratings=9),
        film(501, "Twins", 1988, ratings=90),
    ]
)

RATINGS = """\
Date,Name,Year,Letterboxd URI,Rating
2020-05-01,The Matrix,1999,https://boxd.it/2a1m,4.5
2020-05-02,"Good Night, and ""Good"" Luck",2005,https://boxd.it/1y2u,5
2020-05-03,Amélie,2001,https://boxd.it/2b1c,0.5
2020-05-04,Star Wars,1977,https://boxd.it/2ayW,4
2020-05-05,Aftersun,2022,https://boxd.it/tQ4u,5
"""
DIARY = """\
Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2019-01-02,The Matrix,1999,https://boxd.it/a1,3,,"cinema, with friends",2019-01-01
2023-01-02,The Matrix,1999,https://boxd.it/a2,2,Yes,,2023-01-01
2021-02-02,Battle Royale,2001,https://boxd.it/a3,3.5,,"the ""uncut"" one",2021-02-01
2021-03-02,12 Angry Men,1957,https://boxd.it/a4,,,,2021-03-01
"""
WATCHED = """\
Date,Name,Year,Letterboxd URI
2020-05-01,The Matrix,1999,https://boxd.it/2a1m
2020-06-01,Toy Story,1995,https://boxd.it/2a1x
"""
WATCHLIST = """\
Date,Name,Year,Letterboxd URI
2022-08-01,Titanic,1997,https://boxd.it/2a2z
2022-08-02,Past Lives,2023,https://boxd.it/xx
"""
LIKES = """\
Date,Name,Year,Letterboxd URI
2020-06-01,Toy Story,1995,https://boxd.it/2a1x
2020-05-03,Amélie,2001,https://boxd.it/2b1c
"""
A_LIST = """\
Letterboxd list export v7
Date,Name,Tags,URL,Description
2023-01-01,Best of,,https://boxd.it/l,

Position,Name,Year,URL,Description
1,Titanic,1953,https://boxd.it/2a2z,
"""
REMOVED = """\
Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2019-01-02,Titanic,1953,https://boxd.it/a1,0.5,,,2019-01-01
"""
IMDB = """\
Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors
tt0133093,9,2018-03-04,The Matrix,The Matrix,https://www.imdb.com/title/tt0133093/,Movie,8.7,136,1999,"Action, Sci-Fi",2000000,1999-03-31,"Lana Wachowski, Lilly Wachowski"
tt0211915,3,2018-03-05,Amélie,Le fabuleux destin d'Amélie Poulain,https://www.imdb.com/title/tt0211915/,Movie,8.3,122,2001,"Comedy, Romance",700000,2001-04-25,Jean-Pierre Jeunet
tt0903747,10,2018-03-06,Breaking Bad,Breaking Bad,https://www.imdb.com/title/tt0903747/,TV Series,9.5,49,2008,"Crime, Drama",1800000,2008-01-20,
tt0959621,9,2018-03-07,Breaking Bad: Pilot,Pilot,https://www.imdb.com/title/tt0959621/,TV Episode,9,58,2008,"Crime, Drama",40000,2008-01-20,Vince Gilligan
tt19770238,8,2023-03-07,Aftersun,Aftersun,https://www.imdb.com/title/tt19770238/,Movie,7.6,101,2022,Drama,90000,2022-05-21,Charlotte Wells
"""
MOVIELENS = """\
userId,movieId,rating,timestamp
7,2571,4.5,1112486027
7,1721,1.0,1112484676
7,999999,3.0,1112484819
"""
MOVIELENS_SITE = """\
movie_id,imdb_id,tmdb_id,rating,average_rating,title
2571,0133093,603,5.0,4.19,"Matrix, The (1999)"
68,,,2.5,3.0,French Twist (Gazon maudit) (1995)
"""
TRAKT_RATINGS = [
    {
        "rated_at": "2021-01-02T03:04:05.000Z",
        "rating": 8,
        "type": "movie",
        "movie": {
            "title": "The Matrix",
            "year": 1999,
            "ids": {"trakt": 481, "slug": "the-matrix-1999", "imdb": "tt0133093", "tmdb": 603},
        },
    },
    {
        "rated_at": "2021-01-03T03:04:05.000Z",
        "rating": 2,
        "type": "movie",
        "movie": {
            "title": "Titanic",
            "year": 1997,
            "ids": {"trakt": 1, "slug": "t", "imdb": None, "tmdb": 597},
        },
    },
    {
        "rated_at": "2021-01-04T03:04:05.000Z",
        "rating": 10,
        "type": "show",
        "show": {"title": "Breaking Bad", "year": 2008, "ids": {"imdb": "tt0903747"}},
    },
]
TRAKT_WATCHED = [
    {
        "plays": 3,
        "last_watched_at": "2020-01-02T03:04:05.000Z",
        "last_updated_at": "2020-01-02T03:04:05.000Z",
        "movie": {"title": "Toy Story", "year": 1995, "ids": {"imdb": "tt0114709", "tmdb": 862}},
    }
]
TRAKT_WATCHLIST = [
    {
        "rank": 1,
        "id": 9,
        "listed_at": "2022-01-02T03:04:05.000Z",
        "notes": None,
        "type": "movie",
        "movie": {"title": "12 Angry Men", "year": 1957, "ids": {"imdb": "tt0050083"}},
    }
]
LETTERBOXD = {
    "profile.csv": "Date Joined,Username,Given Name\r\n2019-01-01,ana,Ana\r\n",
    "ratings.csv": RATINGS,
    "diary.csv": DIARY,
    "watched.csv": WATCHED,
    "watchlist.csv": WATCHLIST,
    "likes/films.csv": LIKES,
    "likes/reviews.csv": "Date,Content\r\n",
    "lists/best-of.csv": A_LIST,
    "deleted/diary.csv": REMOVED,
    "orphaned/diary.csv": REMOVED,
}


def zipped(files, compression=ZIP_DEFLATED):
    stream = io.BytesIO()
    with ZipFile(stream, "w", compression) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def as_json(value):
    return json.dumps(value, indent=1).encode()
