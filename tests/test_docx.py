"""A Word document becomes blocks: numbers counted, tables told apart, changes as if accepted."""

import io
import zipfile

import pytest

from corpus.formats import archive, docx
from corpus.formats.numbering import Lists, letters, roman
from corpus.model import Note, Source, UnreadableFileError
from corpus.parsing import parse

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="wps"'
)
KINDS = {"styles": "styles.xml", "numbering": "numbering.xml"}


def relations(*pairs: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{n}" Type="http://x/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs)
    )
    return f'<Relationships xmlns="http://x/relationships">{inside}</Relationships>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return file.getvalue()


def document(body: str, styles: str = "", numbering: str = "", **more: str | bytes) -> bytes:
    return zipped(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": relations(*KINDS.items()),
            "word/document.xml": f"<w:document {W} {MORE}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        }
        | more
    )


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, properties: str = "") -> str:
    content = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def listed(text: str, level: int, list_id: int = 1) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return par(text or "<w:r/>", number)


def level(at: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def a_list(*levels: str, name: int = 1, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def numbered(list_id: int, name: int = 1, more: str = "") -> str:
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{name}"/>{more}</w:num>'


def cell(content: str, properties: str = "") -> str:
    content = content if content.startswith("<w:p>") else par(content or "<w:r/>")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: list[str], ruled: bool = True) -> str:
    lines = '<w:tblBorders><w:insideV w:val="single"/></w:tblBorders>' if ruled else ""
    inside = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{lines}</w:tblPr>{inside}</w:tbl>"


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in docx.read(document(body, **parts)).blocks]


OUTLINE = a_list(
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
    level(4, "bullet", "\uf0b7", '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'),
    level(5, "bullet", "+"),
)


def test_a_numbered_list_keeps_its_numbers():
    body = "".join(
        listed(text, at)
        for text, at in (
            ("MỤC ĐÍCH", 0), ("Mục đích chung", 1), ("Vận động đoàn viên", 4), ("Mục đích riêng", 1),
            ("NỘI DUNG", 0), ("Thăm hỏi", 1), ("Tại nhà", 2), ("Tại trạm", 2), ("Người già", 3),
            ("Người bệnh", 3), ("Quà bằng tiền", 5), ("Tổng kết", 1), ("Tại hội trường", 2),
        )
    )  # fmt: skip
    assert texts(body, numbering=OUTLINE + numbered(1)) == [
        "I. MỤC ĐÍCH", "1. Mục đích chung", "- Vận động đoàn viên", "2. Mục đích riêng",
        "II. NỘI DUNG", "1. Thăm hỏi", "1.1. Tại nhà", "1.2. Tại trạm", "a) Người già",
        "b) Người bệnh", "+ Quà bằng tiền", "2. Tổng kết", "2.1. Tại hội trường",
    ]  # fmt: skip


ONE = a_list(level(0, "decimal", "%1."))
FROM_ONE = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
STYLED = (
    '<w:style w:styleId="Muc" w:type="paragraph"><w:name w:val="Mục"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="MucCon" w:type="paragraph"><w:basedOn w:val="Muc"/></w:style>'
)


@pytest.mark.parametrize(
    ("numbering", "lists", "labels"),
    [
        (ONE + numbered(1) + numbered(2), (1, 1, 2), ["1.", "2.", "3."]),
        (ONE + numbered(1) + numbered(2, more=FROM_ONE), (1, 1, 2, 2), ["1.", "2.", "1.", "2."]),
        (ONE + numbered(1), (1, 0, 1), ["1.", "", "2."]),
        (ONE + numbered(1), (7,), [""]),
        (a_list(level(0, "decimalZero", "(%1)")) + numbered(1), (1,), ["(01)"]),
        (a_list(level(0, "upperLetter", "%1/")) + numbered(1), (1, 1), ["A/", "B/"]),
        (a_list(level(0, "none", "")) + numbered(1), (1,), [""]),
        (a_list(level(0, "bullet", "\uf02b", '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>')) + numbered(1), (1,), ["+"]),
        (a_list(level(0, "bullet", "\uf0d8", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')) + numbered(1), (1,), ["-"]),
        (a_list(level(0, "decimal", "§iÒu %1.", '<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr>')) + numbered(1), (1,), ["Điều 1."]),
    ],
)  # fmt: skip
def test_a_list_counts_as_word_does(numbering, lists, labels):
    body = "".join(listed("việc", 0, list_id) for list_id in lists)
    assert texts(body, numbering=numbering) == [f"{label} việc".strip() for label in labels]


def test_a_level_that_never_restarts_goes_on_counting():
    levels = a_list(
        level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    )
    body = listed("A", 0) + listed("b", 1) + listed("C", 0) + listed("d", 1)
    assert texts(body, numbering=levels + numbered(1)) == ["I. A", "1. b", "II. C", "2. d"]


def test_a_style_numbers_its_paragraphs_and_those_based_on_it():
    body = par("Một", '<w:pStyle w:val="Muc"/>') + par("Hai", '<w:pStyle w:val="MucCon"/>')
    none = par("Không", '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = texts(body + none, numbering=ONE + numbered(1), styles=STYLED)
    assert found == ["1. Một", "2. Hai", "Không"]


@pytest.mark.parametrize(("count", "text"), [(4, "IV"), (14, "XIV"), (1999, "MCMXCIX")])
def test_roman_numerals_are_written(count, text):
    assert roman(count) == text


@pytest.mark.parametrize(("count", "text"), [(1, "a"), (26, "z"), (27, "aa"), (54, "bbb"), (0, "")])
def test_letters_go_on_doubled_after_z(count, text):
    assert letters(count) == text


def test_a_document_without_lists_has_no_labels():
    assert Lists(None).label("1", 0) == ""


INSERTED = f"<w:ins>{run('10')}</w:ins>"
DELETED = "<w:del><w:r><w:delText>05</w:delText></w:r></w:del>"
MOVED = f"<w:moveFrom>{run('cũ')}</w:moveFrom><w:moveTo>{run('mới')}</w:moveTo>"
CODE = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
FIELD = (
    CODE.format("begin") + "<w:r><w:instrText>DATE</w:instrText></w:r>" + run("mã")
    + CODE.format("separate") + run("2027") + CODE.format("end")
)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("Nộp trước ngày ") + DELETED + INSERTED + run("/3"), "Nộp trước ngày 10/3"),
        (run("Bản ") + MOVED, "Bản mới"),
        (run("Thấy ") + run("ẩn ", "<w:vanish/>") + run("rõ"), "Thấy rõ"),
        (run("Vẫn ") + run("hiện", '<w:vanish w:val="0"/>'), "Vẫn hiện"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Trong ô')}</w:sdtContent></w:sdt>", "Trong ô"),
        (f"<w:hyperlink>{run('Trang ')}</w:hyperlink><w:smartTag>{run('web')}</w:smartTag>", "Trang web"),
        (run("Năm ") + FIELD, "Năm 2027"),
        (f"<w:fldSimple>{run('Trang 3')}</w:fldSimple>", "Trang 3"),
        (run("Chi") + "<w:r><w:noBreakHyphen/><w:t>đoàn</w:t><w:softHyphen/></w:r>", "Chi-đoàn"),
        (run("1.") + "<w:r><w:tab/></w:r>" + run("Việc  chung"), "1. Việc chung"),
        (run("Từ ") + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 5 tuổi"), "Từ ≥ 5 tuổi"),
        (run("Tie\u0302\u0301n bo\u0323\u0302"), "Tiến bộ"),
        (run("Chú thích") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "Chú thích"),
        (run("Công ") + "<w:r><w:br/></w:r>" + run("đoàn cơ sở"), "Công đoàn cơ sở"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_it_is_shown(content, text):
    assert texts(par(content)) == [text]


def test_lines_that_stand_apart_in_a_paragraph_become_blocks():
    broken = "<w:r><w:br/></w:r>"
    body = par(
        broken.join(map(run, ("KẾ HOẠCH", "Chăm lo Tết", "năm 2027", "- Gửi quà;", "- Thăm hỏi.")))
    )
    assert texts(body) == ["KẾ HOẠCH", "Chăm lo Tết năm 2027", "- Gửi quà;", "- Thăm hỏi."]


def test_a_changed_document_says_so():
    found = docx.read(document(par(run("Hạn nộp: ngày ") + DELETED + INSERTED)))
    assert found.notes == (Note("tracked_changes"),)


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    body = par("Báo cáo gửi ", "<w:rPr><w:del/></w:rPr>") + par("trước tháng Năm")
    assert texts(body) == ["Báo cáo gửi trước tháng Năm"]


def test_a_text_box_is_read_once():
    box = "<w:txbxContent>" + par("Dự thảo lần 2") + "</w:txbxContent>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    found = docx.read(document(par(twice + run("KẾ HOẠCH"))))
    assert [block.text for block in found.blocks] == ["Dự thảo lần 2", "KẾ HOẠCH"]
    assert found.notes == (Note("draft"),)


HEADING = (
    '<w:style w:styleId="u1" w:type="paragraph"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="dam" w:type="paragraph"><w:name w:val="Đậm"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="ml" w:type="paragraph"><w:name w:val="toc 1"/></w:style>'
)


@pytest.mark.parametrize(
    ("paragraph", "emphasis"),
    [
        (par("Mở đầu", '<w:pStyle w:val="u1"/>'), "heading"),
        (par("Mở đầu", '<w:outlineLvl w:val="2"/>'), "heading"),
        (par("Mở đầu", '<w:pStyle w:val="u1"/><w:outlineLvl w:val="9"/>'), ""),
        (par(run("Mở đầu", "<w:b/>") + run(" ")), "bold"),
        (par(run("Mở ", "<w:b/>") + run("đầu")), ""),
        (par("Mở đầu", '<w:pStyle w:val="dam"/>'), "bold"),
        (par(run("Mở đầu", '<w:b w:val="0"/>'), '<w:pStyle w:val="dam"/>'), ""),
    ],
)
def test_emphasis_is_what_the_whole_paragraph_has(paragraph, emphasis):
    (block,) = docx.read(document(paragraph, HEADING)).blocks
    assert (block.text, block.emphasis) == ("Mở đầu", emphasis)


def test_a_table_of_contents_is_left_out():
    body = par("I. MỞ ĐẦU 3", '<w:pStyle w:val="ml"/>') + par("I. MỞ ĐẦU")
    assert texts(body, styles=HEADING) == ["I. MỞ ĐẦU"]


def test_a_bold_heading_stands_apart_from_the_text_that_follows_it():
    body = par(run("2. Thời gian:", "<w:b/>") + run(" từ ngày 05/3/2027."))
    blocks = docx.read(document(body)).blocks
    assert [(b.text, b.emphasis) for b in blocks] == [
        ("2. Thời gian:", "bold"),
        ("từ ngày 05/3/2027.", ""),
    ]


def test_each_block_has_its_line():
    blocks = docx.read(document(par("Một") + par("<w:r/>") + par("Hai"))).blocks
    assert [(b.text, b.lines) for b in blocks] == [("Một", (1,)), ("Hai", (2,))]


# ---- tables


def test_a_table_of_data_is_read_row_by_row_with_its_merged_cells():
    wide, tall, under = '<w:gridSpan w:val="3"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = table(
        [cell("TT"), cell("Việc"), cell("Hạn")],
        [cell("A. Chuẩn bị", wide)],
        [cell("1"), cell("Lập danh sách"), cell("05/3", tall)],
        [cell("2"), cell("Gửi giấy mời"), cell("", under)],
        [cell(""), cell(""), cell("")],
    )
    blocks = docx.read(document(rows)).blocks
    assert [b.cells for b in blocks] == [
        ("TT", "Việc", "Hạn"),
        ("A. Chuẩn bị", "", ""),
        ("1", "Lập danh sách", "05/3"),
        ("2", "Gửi giấy mời", "05/3"),
    ]
    assert blocks[1].text == "A. Chuẩn bị"
    assert blocks[3].text == "2 | Gửi giấy mời | 05/3"


def test_a_column_of_automatic_numbers_is_numbered():
    number = listed("", 0)
    rows = table(*([cell(number), cell(text), cell("quý I")] for text in ("Họp", "Báo cáo")))
    found = texts(rows, numbering=a_list(level(0, "decimal", "%1")) + numbered(1))
    assert found == ["1 | Họp | quý I", "2 | Báo cáo | quý I"]


def test_the_head_of_a_document_is_read_column_by_column():
    head = table(
        [cell("LIÊN ĐOÀN LAO ĐỘNG TỈNH SƠN HẢI"), cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")],
        [cell("CÔNG ĐOÀN NGÀNH Y TẾ"), cell("Độc lập - Tự do - Hạnh phúc")],
        [cell("KẾ HOẠCH", '<w:gridSpan w:val="2"/>')],
        ruled=False,
    )
    assert texts(head) == [
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH SƠN HẢI", "CÔNG ĐOÀN NGÀNH Y TẾ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "KẾ HOẠCH",
    ]  # fmt: skip


def test_two_ruled_columns_are_data_and_two_without_lines_are_text():
    rows = [[cell("Thời gian"), cell("Nội dung")], [cell("Tháng 3"), cell("Hội thao")]]
    assert texts(table(*rows)) == ["Thời gian | Nội dung", "Tháng 3 | Hội thao"]
    assert texts(table(*rows, ruled=False)) == ["Thời gian", "Nội dung", "Tháng 3", "Hội thao"]


def test_a_column_of_recipients_makes_no_foot_of_a_table():
    rows = table([cell("Báo cáo"), cell("Nơi nhận"), cell("Hạn")], [cell(t) for t in ("Năm", "Tỉnh", "12/5")])  # fmt: skip
    assert texts(rows) == ["Báo cáo | Nơi nhận | Hạn", "Năm | Tỉnh | 12/5"]


def test_a_table_of_rows_without_cells_is_nothing():
    assert texts("<w:tbl><w:tr/><w:tr/></w:tbl>" + par("Sau bảng")) == ["Sau bảng"]


def test_a_table_inside_a_cell_is_read_with_the_cell():
    inner = table([cell("Đội 1"), cell("Đội 2")], ruled=False)
    body = table([f"<w:tc>{inner}{par('Hết')}</w:tc>"])
    assert texts(body) == ["Đội 1", "Đội 2", "Hết"]


def test_a_head_set_with_tabs_is_read_column_by_column():
    tab = "<w:r><w:tab/></w:r>"
    body = (
        par(run("CÔNG ĐOÀN CÔNG TY MAY SAO MAI") + tab + run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
        + par(run("Số: 12/KH-CĐ") + tab + run("Sơn Hải, ngày 02 tháng 3 năm 2027"))
        + par("KẾ HOẠCH")
    )
    assert texts(body) == [
        "CÔNG ĐOÀN CÔNG TY MAY SAO MAI", "Số: 12/KH-CĐ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Sơn Hải, ngày 02 tháng 3 năm 2027", "KẾ HOẠCH",
    ]  # fmt: skip


def test_a_plan_is_understood_from_its_document():
    head = table(
        [cell(par("LIÊN ĐOÀN LAO ĐỘNG TỈNH SƠN HẢI") + par("Số: 12/KH-LĐLĐ")),
         cell(par("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + par("Sơn Hải, ngày 02 tháng 3 năm 2027"))],
        ruled=False,
    )  # fmt: skip
    centre = '<w:jc w:val="center"/>'
    title = "".join(
        par(run(line, "<w:b/>"), centre)
        for line in ("KẾ HOẠCH", "Tổ chức Hội thao công nhân", "chào mừng ngày thành lập")
    )
    body = "".join(
        listed(text, at)
        for text, at in (
            ("MỤC ĐÍCH", 0), ("Khuyến khích đoàn viên rèn luyện sức khỏe, gắn bó với tập thể. " * 3, 4),
            ("TỔ CHỨC THỰC HIỆN", 0), ("Các công đoàn cơ sở gửi danh sách trước ngày 20/3/2027.", 4),
        )
    )  # fmt: skip
    reading = docx.read(document(head + title + body, numbering=OUTLINE + numbered(1)))
    plan = parse(reading.blocks, Source("hoi-thao.docx", "0" * 64))
    assert plan.number == "12/KH-LĐLĐ"
    assert plan.issuer == "Liên đoàn Lao động tỉnh Sơn Hải"
    assert plan.issued_on is not None and plan.issued_on.isoformat() == "2027-03-02"
    assert plan.title == "Tổ chức Hội thao công nhân chào mừng ngày thành lập"
    assert [s.title for s in plan.sections if s.number] == ["I. MỤC ĐÍCH", "II. TỔ CHỨC THỰC HIỆN"]


# ---- letters before Unicode


def test_a_legacy_font_is_converted_run_by_run():
    small, capital = ('<w:rFonts w:hAnsi=".VnTime"/>', '<w:rFonts w:hAnsi=".VnTimeH"/>')
    found = docx.read(document(par(run("ñ", capital) + run("y ban nh©n d©n", small) + run(" xã"))))
    assert found.blocks[0].text == "Ủy ban nhân dân xã"
    assert found.notes == (Note("converted_letters"),)


def test_a_soft_hyphen_is_a_letter_in_a_legacy_font_of_a_style():
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
        "</w:rPrDefault></w:docDefaults>"
    )
    assert texts(par("<w:r><w:t>Th</w:t><w:softHyphen/><w:t>êng trùc</w:t></w:r>"), styles=styles) == ["Thường trực"]  # fmt: skip


# ---- refusals


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as error:
        docx.read(data)
    return error.value.reason


def locked() -> bytes:
    data = bytearray(document(par("Kín")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


def many_entries() -> bytes:
    return document(par("Nhiều"), **{f"word/media/{n}": b"" for n in range(2_001)})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged"),
        (b"khong phai tep nen", "damaged"),
        (document(par("Cụt"))[:-60], "damaged"),
        (zipped({"word/document.xml": "<a/>"}), "damaged"),
        (document("<w:p>"), "damaged"),
        (document(par("<w:r/>")), "no_text"),
        (locked(), "password"),
        (many_entries(), "hostile"),
        (document("<w:p/>" * 1_000_001), "hostile"),
        (document("<w:tbl><w:tr><w:tc>" * 1_000 + "</w:tc></w:tr></w:tbl>" * 1_000), "hostile"),
        (document(par("b" * 2_000_000)), "hostile"),
        (document(par("x"), numbering="<!DOCTYPE a>"), "hostile"),
        (zipped({"_rels/.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "hostile"),
        (zipped({"_rels/.rels": '<?xml version="1.0" encoding="utf-7"?><a/>'}), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_nobody_should_read_is_refused(data, reason):
    assert refused(data) == reason


def test_a_part_is_never_read_beyond_the_cap(monkeypatch):
    monkeypatch.setattr(archive, "MAX_PART", 50)
    box = archive.open_archive(zipped({"a.bin": b"x" * 100}))
    with pytest.raises(UnreadableFileError, match="hostile"):
        box.part("a.bin")


def test_a_document_in_the_strict_form_is_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{par("Bản chặt")}</w:body></w:document>'
    assert texts("", **{"word/document.xml": body}) == ["Bản chặt"]


def test_macros_of_a_document_are_not_touched():
    data = document(par("Văn bản"), **{"word/vbaProject.bin": b"\xff\x00junk"})
    assert docx.read(data).blocks[0].text == "Văn bản"


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>"])
def test_a_day_that_was_struck_out_is_not_taken_and_said_so(mark):
    body = par(run("trước ngày ") + run("10/5/2027", mark) + run(" 20/5/2027"))
    reading = docx.read(document(body))
    assert [block.text for block in reading.blocks] == ["trước ngày 20/5/2027"]
    assert Note("struck_out") in reading.notes


def test_a_style_s_strike_can_be_taken_back():
    body = par(run("trước ngày 20/5/2027", '<w:strike w:val="0"/>'))
    assert Note("struck_out") not in docx.read(document(body)).notes


def test_a_document_of_pictures_alone_says_what_to_send():
    picture = {"word/media/image1.png": b"\x89PNG"}
    with pytest.raises(UnreadableFileError) as refused:
        docx.read(document(par(""), **picture))
    assert refused.value.reason == "pictures_only"
