using System.Xml.Linq;

namespace Assessment.Submission;

/// <summary>Who made a document and when, without the name of a person or a program.</summary>
static class CoreProperties
{
    static readonly XNamespace Properties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";
    static readonly XNamespace Terms = "http://purl.org/dc/terms/";
    static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public static string Of(SubmissionContent content, string title, string language = "en") => """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + new XElement(
        Properties + "coreProperties",
        new XAttribute(XNamespace.Xmlns + "cp", Properties), new XAttribute(XNamespace.Xmlns + "dc", Dublin),
        new XAttribute(XNamespace.Xmlns + "dcterms", Terms), new XAttribute(XNamespace.Xmlns + "xsi", Instance),
        new XElement(Dublin + "title", Shown.Clean(title)),
        new XElement(Dublin + "creator", Shown.Clean(content.Secretariat)),
        new XElement(Dublin + "language", language),
        Date("created", content.PreparedAt),
        Date("modified", content.PreparedAt)).ToString(SaveOptions.DisableFormatting);

    static XElement Date(string name, DateTimeOffset at) => new(
        Terms + name, new XAttribute(Instance + "type", "dcterms:W3CDTF"),
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
}
