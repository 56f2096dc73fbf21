"""The smallest workbook that a spreadsheet program would open: one sheet, texts in it, days as days."""
import datetime
import io
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def column(i):
    return (column(i // 26 - 1) if i >= 26 else "") + chr(65 + i % 26)


def cell(i, row, value):
    at = f'r="{column(i)}{row}"'
    if isinstance(value, datetime.date):
        return f'<c {at} s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
    return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def workbook(rows, sheet="List"):
    def links(*each):
        return f'<Relationships xmlns="{LINKS}">' + "".join(
            f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in each) + "</Relationships>"

    body = "".join(f'<row r="{n}">' + "".join(cell(i, n, v) for i, v in enumerate(row) if v != "") + "</row>" for n, row in enumerate(rows, 1))
    parts = {
        "_rels/.rels": links(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{sheet}" sheetId="1" r:id="s1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links(("s1", "worksheet", "worksheets/sheet1.xml"), ("f", "styles", "styles.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()
