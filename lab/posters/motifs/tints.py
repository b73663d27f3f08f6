"""The palettes: three a genre, of like lightness, so that each motif suits each."""

from typing import Final

from lab.posters.motifs.scene import tints

TINTS: Final = {
    "Action": tints(
        "f6b42c f08a24 201a1c fff4dc e2402c fbdc6a",
        "1f6f86 0f4a63 0c1a26 fdf3e0 f26a3d fac748",
        "c4352c 8e1f26 1a0f12 fff1dc f9a03a ffd86b",
    ),
    "Adventure": tints(
        "f9d691 f19a63 1c3836 fdf3dd e4573d 3f7d76",
        "8ccdd6 fbe6c2 22304f fdf6e6 f2913d 4f79a0",
        "f4b09b fbe0bf 3a2044 fff4e6 f9c95c a0527a",
    ),
    "Animation": tints(
        "ffdf9e ffc46e 16344f fff6e0 ef4f37 12a08f",
        "bfe3f4 e9f5f4 2b2f66 fdf7ea f2545b f6ae2d",
        "f9c0c7 fde5d4 3a1f5d fff6ec 6c4bd1 ff9f1c",
    ),
    "Children": tints(
        "8bd4e4 d8f2ec 1b4760 fff8e7 ef5350 ffc145",
        "fbd2bd fdf0dc 393462 fff9ee 22a699 f2705c",
        "b5dda4 f2f3cf 1e4d45 fffbe8 f58f29 e4576b",
    ),
    "Comedy": tints(
        "fad355 f8bf3a 2a2230 fff6de fdf0c4 e5483a",
        "86cdbf 5fb3a8 1d2c38 fdf7e7 fbe3b1 ee5d43",
        "f7a893 ee8875 35203a fff3e6 fde3cb bf2a4c",
    ),
    "Crime": tints(
        "c23b2c 96271f 1d1210 fceedc f6cf8f e9a24a",
        "34444d 1b272e 0d1418 f3ede0 e8d9b8 e8703a",
        "dccdac c2ad86 211c1a f9f2e2 9c2a22 5b4a3a",
    ),
    "Documentary": tints(
        "e3ddcc cfc6af 1e2a31 f9f5ea e2623b 7d8f92",
        "a8c0c9 7fa0ac 17242d f6f3ea f0b840 2f6a7c",
        "cdd2b8 aab590 22301f f7f5e6 c8502f 56704a",
    ),
    "Drama": tints(
        "2a2440 4b3b5c 120e1c f7ecd9 d9534f e6a64b",
        "12323a 2c6a6a 081a1f f3f0e0 e9b44c d98353",
        "22305a 4a5b93 0e1430 f4eee2 f0a868 c85a6a",
    ),
    "Fantasy": tints(
        "2b1b58 9a5aa5 150b2e f9eef6 f9dc8c f2a65a",
        "0d2b4c 43939a 08192e eef7f1 fce5a4 f0896b",
        "143b36 5c9a6a 071f1d f1f7e3 fbe08a d8738a",
    ),
    "Film-Noir": tints(
        "17191f 424855 08090c efe9dc ecdfbd a8322c",
        "1b1b17 55503f 0b0b09 f3ecd8 e9cf8e 8a7a55",
        "101a26 34506b 060b12 eef1f0 d6e2e6 c96a3a",
    ),
    "Horror": tints(
        "1b0c11 5c1620 0a0507 f5e6d4 e2cfa4 c0171f",
        "0d1a17 28503f 050b09 ecf2de c3d88f b01f25",
        "171126 45305f 080510 f1eae4 e4d4c2 d3352f",
    ),
    "Musical": tints(
        "f79d9a fbcfae 33163f fff3e2 f5b82e c9285a",
        "4fb5b0 bfe6d6 24193d fdf5e6 f0603f f6b93b",
        "643a9a e08aba 1f1038 fff0f5 ffd166 4cc9c0",
    ),
    "Mystery": tints(
        "10203e 2d4d80 070f20 f4ecda f4c85c 3d9298",
        "25163a 5a3d73 10091c f6ecdf f3b562 9a5fa8",
        "0c2a2c 2f6560 05171a f0f3e4 f0cd7a c9683f",
    ),
    "Romance": tints(
        "f8bfb8 fde6d6 5a1733 fff4ea d9263c f2857a",
        "f6d49a fcefd6 4b1b40 fff6e8 e24358 9a5aa0",
        "a9d6d6 f0f3e4 1d3a50 fdf8ec e5503f f5a98a",
    ),
    "Sci-Fi": tints(
        "0b1233 453480 070a1e f6f0e1 f5814a f6c878",
        "04212f 137681 02121a eef6ec f6c64a f2764f",
        "1d0d33 86305f 0d0519 fbf0e8 4fc0b5 f8c593",
    ),
    "Thriller": tints(
        "f05a2c a82c10 0c0708 fdf2e2 0c0708 f8cd9a",
        "14424f 0a2833 051319 f1f2e6 f0bd3b d4562f",
        "dcd6c4 bdb59e 17171a f8f4e8 cc2f29 55524d",
    ),
    "War": tints(
        "cbc49f ede3bd 282c1f f7f1dd cf142b d8a848",
        "93a9a6 dfdcc6 1f2829 f4f0e2 d63a2c cfa64a",
        "e0a468 f4d29a 2c1e1a fbf0dc b8281f 7a4a2c",
    ),
    "Western": tints(
        "f8c64f ee7d3f 38191b fcedd3 d63b29 a8402f",
        "86c9bf f8dfaa 45201a fdf0d5 ea5a36 b75230",
        "e86f4c f6c17a 2b1430 fdeed6 fbe29a 9c2f45",
    ),
    "": tints(
        "d3bf94 b89d6c 2a221e fcf5e3 f7e9c6 c4502f",
        "8fadaa 2f5250 182729 f8f5e8 f4e7c8 e08a3a",
        "3a2f52 5d4a70 150f22 f7efe2 f2dfae e2704a",
    ),
}
"""By genre of MovieLens; "" is for films without one, and for those whose only one is IMAX."""
