"""A page is found in a photo and made flat, level and evenly lit; tables and stamps are found."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from corpus.formats import photo, ruled  # noqa: E402

WIDE, HIGH = 1240, 1754
DESK = np.array([[180, 130], [1030, 190], [1090, 1480], [110, 1400]], np.float32)


def page(colour: int = 245) -> photo.Picture:
    """A white sheet with black bars for lines of text."""
    sheet = np.full((HIGH, WIDE, 3), colour, np.uint8)
    for top in range(200, 1500, 60):
        for left in range(150, 1000, 110):
            sheet[top : top + 18, left : left + 90] = 25
    return sheet


def on_a_desk(sheet: photo.Picture, desk: tuple[int, int, int]) -> photo.Picture:
    """The sheet seen at a slant, with something else around it."""
    corners = np.array([[0, 0], [WIDE, 0], [WIDE, HIGH], [0, HIGH]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, DESK)
    return np.asarray(
        cv2.warpPerspective(
            sheet, matrix, (1200, 1600), borderMode=cv2.BORDER_CONSTANT, borderValue=desk
        ),
        np.uint8,
    )


def under_a_lamp(picture: photo.Picture) -> photo.Picture:
    """Light at the upper left, a fifth of it at the lower right."""
    down, right = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]]
    share = (down / picture.shape[0] + right / picture.shape[1]) / 2
    return (picture * (1 - 0.8 * share)[..., None]).astype(np.uint8)


@pytest.mark.parametrize("desk", [(120, 80, 50), (30, 30, 32), (110, 110, 110), (190, 160, 120)])
def test_a_sheet_is_found_on_any_desk(desk: tuple[int, int, int]) -> None:
    corners = photo.sheet(on_a_desk(page(), desk))
    assert corners is not None
    assert np.abs(corners - DESK).max() < 25


def test_a_sheet_is_found_in_bad_light() -> None:
    corners = photo.sheet(under_a_lamp(on_a_desk(page(), (120, 80, 50))))
    assert corners is not None
    assert np.abs(corners - DESK).max() < 25


def test_a_scan_has_no_sheet_in_it() -> None:
    grain = np.random.default_rng(1).normal(0, 4, (HIGH, WIDE, 3))
    assert photo.sheet(np.clip(page() + grain, 0, 255).astype(np.uint8)) is None


def test_a_flat_photo_has_the_sheets_shape_and_white_paper() -> None:
    flat = photo.flat(under_a_lamp(on_a_desk(page(), (120, 80, 50))))
    assert flat.shape == (round(photo.PAGE_WIDTH * photo.LONGER), photo.PAGE_WIDTH)
    paper = flat[-200:, 200:-200]
    assert paper.min() > 200


def test_red_ink_fades_and_black_ink_stays() -> None:
    sheet = np.full((10, 30, 3), 250, np.uint8)
    sheet[:, :10], sheet[:, 10:20] = (200, 40, 50), (20, 20, 20)
    grey = photo.without_colours(sheet)
    assert grey[:, :10].min() > 240
    assert grey[:, 10:20].max() < 40


@pytest.mark.parametrize("degrees", [-3.0, -0.8, 1.5, 4.0])
def test_slanting_lines_are_levelled(degrees: float) -> None:
    matrix = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), degrees, 1.0)
    grey = photo.without_colours(page())
    slanting = np.asarray(cv2.warpAffine(grey, matrix, (WIDE, HIGH), borderValue=245), np.uint8)
    assert abs(photo.tilt(slanting) + degrees) < 0.25
    assert abs(photo.tilt(photo.deskewed(slanting))) < 0.25


def test_a_picture_is_turned_clockwise() -> None:
    picture = np.array([[1, 2], [3, 4]], np.uint8)
    assert photo.turned(picture, 90).tolist() == [[3, 1], [4, 2]]
    assert photo.turned(picture, 180).tolist() == [[4, 3], [2, 1]]


def test_specks_go_and_dashes_and_dots_stay() -> None:
    grey = photo.without_colours(page())
    grey[100:104, 600:604] = 0  # dust
    grey[160:163, 120:132] = 0  # the dash before an item
    grey[212:217, 242:247] = 0  # a full stop, close to its word
    clean = photo.unspecked(grey)
    assert clean[100:104, 600:604].min() == 255
    assert clean[160:163, 120:132].max() == 0
    assert clean[212:217, 242:247].max() == 0


def test_small_pictures_grow_and_scans_stay() -> None:
    assert photo.at_reading_size(np.zeros((900, 640), np.uint8), False).shape[1] == 1700
    assert photo.at_reading_size(np.zeros((2339, 1654), np.uint8), False).shape[1] == 1654
    assert photo.at_reading_size(np.zeros((3508, 2480), np.uint8), False).shape[1] == 1700


# ---- ruled tables


def table() -> photo.Picture:
    """Three columns and three rows; the last two cells of the first column are one cell."""
    grey = np.full((1600, 1200), 250, np.uint8)
    for row, top in enumerate((300, 380, 460, 540)):
        left = 400 if row == 2 else 150
        grey[top : top + 3, left:1000] = 20
    for left in (150, 400, 700, 998):
        grey[300:543, left : left + 3] = 20
    grey[330:350, 200:330] = 30  # a word
    return grey


def test_a_ruled_table_is_found_with_its_merged_cells() -> None:
    (found,) = ruled.tables(table())
    assert (found.rows, found.columns) == (3, 3)
    spans = {(cell.row, cell.column): (cell.rows, cell.columns) for cell in found.cells}
    assert spans[1, 0] == (2, 1)
    assert len(found.cells) == 8


def test_a_cell_is_cut_out_without_its_rules() -> None:
    grey = table()
    (found,) = ruled.tables(grey)
    cells = list(ruled.cut(grey, found))
    assert (cells[0] < 100).sum() == 20 * 130
    assert all((cell > 200).all() for cell in cells[1:])


def test_a_grid_says_which_cells_are_part_of_another() -> None:
    (found,) = ruled.tables(table())
    grid = ruled.grid(found, [], 0.5)
    assert grid.rows[1][0] == ""
    assert grid.rows[2][0] is None
    assert grid.left == pytest.approx(75, abs=3)


def test_text_in_a_frame_is_no_table() -> None:
    grey = np.full((1600, 1200), 250, np.uint8)
    cv2.rectangle(grey, (100, 100), (700, 300), 20, 3)
    assert ruled.tables(grey) == ()


def letters(grey: photo.Picture, top: int, left: int) -> None:
    """A row of ten upright strokes."""
    for position in range(10):
        grey[top : top + 20, left + 20 * position : left + 20 * position + 6] = 20


def test_the_frame_of_a_stamp_goes_and_the_letters_stay() -> None:
    grey = np.full((1600, 1200), 250, np.uint8)
    cv2.rectangle(grey, (100, 100), (263, 400), 20, 3)
    letters(grey, 300, 200)
    clean = ruled.without_frames(grey)
    assert (clean[100:290, 97:104] > 200).all()
    assert (clean[300:320, 200:206] < 60).all()
    assert (clean[300:320, 380:386] < 60).all()


def test_a_paler_seal_is_lifted_off_the_print() -> None:
    grey = np.full((1600, 1200), 250, np.uint8)
    cv2.circle(grey, (600, 800), 120, 130, 3)
    letters(grey, 790, 440)
    clean = ruled.without_frames(grey)
    assert (clean[790:810, 480:486] < 60).all()
    assert (clean[660:780] > 200).all()
