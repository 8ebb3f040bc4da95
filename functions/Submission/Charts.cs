using System.Globalization;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Assessment.Submission;

/// <summary>Bar charts as DrawingML: this year beside last year, which counts as 100, so that different units share an axis.</summary>
static class Charts
{
    const string NavyFill = "1F3864";
    const string GreyFill = "A6B1C4";
    const long TextWidthEmu = 6_263_640;
    const int BarHeightEmu = 232_000;
    const int FrameHeightEmu = 800_000;
    const int LongestLabel = 44;

    static readonly XNamespace C = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    static readonly XNamespace D = "http://schemas.openxmlformats.org/drawingml/2006/main";

    /// <summary>Adds a chart to the document and gives the run that shows it.</summary>
    public static Run Add(MainDocumentPart main, int number, string description, IReadOnlyList<IndicatorLine> lines)
    {
        var id = $"rIdChart{number.ToString(CultureInfo.InvariantCulture)}";
        using (var stream = main.AddNewPart<ChartPart>(id).GetStream(FileMode.Create))
        using (var text = new StreamWriter(stream))
            text.Write("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + Space(lines).ToString(SaveOptions.DisableFormatting));

        return new Run(new Drawing(Inline(id, number, description, FrameHeightEmu + (lines.Count * BarHeightEmu)).ToString(SaveOptions.DisableFormatting)));
    }

    static XElement Inline(string id, int number, string description, long height)
    {
        XNamespace w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        XNamespace wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
        XNamespace r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        return new XElement(
            w + "drawing", new XAttribute(XNamespace.Xmlns + "w", w),
            new XElement(
                wp + "inline", new XAttribute(XNamespace.Xmlns + "wp", wp),
                new XElement(wp + "extent", new XAttribute("cx", TextWidthEmu), new XAttribute("cy", height)),
                new XElement(wp + "docPr", new XAttribute("id", number), new XAttribute("name", $"Chart {number}"), new XAttribute("descr", Shown.Clean(description))),
                new XElement(wp + "cNvGraphicFramePr"),
                new XElement(
                    D + "graphic", new XAttribute(XNamespace.Xmlns + "a", D),
                    new XElement(
                        D + "graphicData", new XAttribute("uri", C.NamespaceName),
                        new XElement(C + "chart", new XAttribute(XNamespace.Xmlns + "c", C), new XAttribute(XNamespace.Xmlns + "r", r), new XAttribute(r + "id", id))))));
    }

    static XElement Space(IReadOnlyList<IndicatorLine> lines) => new(
        C + "chartSpace", new XAttribute(XNamespace.Xmlns + "c", C), new XAttribute(XNamespace.Xmlns + "a", D),
        Value("roundedCorners", 0),
        new XElement(
            C + "chart",
            Value("autoTitleDeleted", 1),
            new XElement(C + "plotArea", new XElement(C + "layout"), Bars(lines), Categories(), Values()),
            new XElement(C + "legend", Value("legendPos", "b"), Value("overlay", 0)),
            Value("plotVisOnly", 1)),
        new XElement(C + "spPr", new XElement(D + "noFill"), new XElement(D + "ln", new XElement(D + "noFill"))),
        TextOf(850));

    // The first series and the first category stand on top because the axis of categories runs downwards.
    static XElement Bars(IReadOnlyList<IndicatorLine> lines) => new(
        C + "barChart", Value("barDir", "bar"), Value("grouping", "clustered"), Value("varyColors", 0),
        Series(0, "This year", NavyFill, lines, line => line.Index!.Value, labels: true),
        Series(1, "Last year = 100", GreyFill, lines, _ => 100, labels: false),
        Value("gapWidth", 45), Value("axId", 1), Value("axId", 2));

    static XElement Series(int index, string name, string colour, IReadOnlyList<IndicatorLine> lines, Func<IndicatorLine, decimal> value, bool labels) => new(
        C + "ser", Value("idx", index), Value("order", index),
        new XElement(C + "tx", new XElement(C + "v", name)),
        new XElement(C + "spPr", new XElement(D + "solidFill", new XElement(D + "srgbClr", new XAttribute("val", colour)))),
        Value("invertIfNegative", 0),
        labels ? Labels() : null,
        new XElement(C + "cat", new XElement(C + "strLit", Points(lines, Label))),
        new XElement(C + "val", new XElement(C + "numLit", new XElement(C + "formatCode", "0"), Points(lines, line => value(line).ToString(CultureInfo.InvariantCulture)))));

    static XElement Labels() => new(
        C + "dLbls", new XElement(C + "numFmt", new XAttribute("formatCode", "0"), new XAttribute("sourceLinked", 0)),
        Value("dLblPos", "outEnd"), Value("showLegendKey", 0), Value("showVal", 1), Value("showCatName", 0), Value("showSerName", 0), Value("showPercent", 0), Value("showBubbleSize", 0));

    static IEnumerable<XElement> Points(IReadOnlyList<IndicatorLine> lines, Func<IndicatorLine, string> text) =>
    [
        Value("ptCount", lines.Count),
        .. lines.Select((line, index) => new XElement(C + "pt", new XAttribute("idx", index), new XElement(C + "v", text(line)))),
    ];

    static string Label(IndicatorLine line)
    {
        var name = Shown.Clean($"{line.Indicator} {line.Name}");
        return name.Length <= LongestLabel ? name : Shown.Clean(name[..(LongestLabel - 1)].TrimEnd()) + "…";
    }

    static XElement Categories() => new(
        C + "catAx", Value("axId", 1), Scaling("maxMin"), Value("delete", 0), Value("axPos", "l"),
        Value("majorTickMark", "none"), Value("minorTickMark", "none"), Value("tickLblPos", "low"), Line("BFC7D5"), Value("crossAx", 2), Value("crosses", "autoZero"));

    static XElement Values() => new(
        C + "valAx", Value("axId", 2),
        new XElement(C + "scaling", Value("orientation", "minMax"), Value("min", 0)),
        Value("delete", 0), Value("axPos", "b"),
        new XElement(C + "majorGridlines", Line("E3E7EE")),
        new XElement(C + "numFmt", new XAttribute("formatCode", "0"), new XAttribute("sourceLinked", 0)),
        Value("majorTickMark", "none"), Value("minorTickMark", "none"), Value("tickLblPos", "nextTo"), Line("BFC7D5"), Value("crossAx", 1), Value("crosses", "max"));

    static XElement Scaling(string orientation) => new(C + "scaling", Value("orientation", orientation));

    static XElement Line(string colour) => new(
        C + "spPr", new XElement(D + "ln", new XAttribute("w", 6350), new XElement(D + "solidFill", new XElement(D + "srgbClr", new XAttribute("val", colour)))));

    static XElement TextOf(int size) => new(
        C + "txPr", new XElement(D + "bodyPr"),
        new XElement(
            D + "p",
            new XElement(D + "pPr", new XElement(
                D + "defRPr", new XAttribute("sz", size),
                new XElement(D + "solidFill", new XElement(D + "srgbClr", new XAttribute("val", "404040"))), new XElement(D + "latin", new XAttribute("typeface", "Calibri")))),
            new XElement(D + "endParaRPr", new XAttribute("lang", "en-GB"))));

    static XElement Value(string name, object value) => new(C + name, new XAttribute("val", value));
}
