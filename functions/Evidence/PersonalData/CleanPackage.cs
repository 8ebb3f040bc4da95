using DocumentFormat.OpenXml.Packaging;

namespace Assessment.Evidence.PersonalData;

/// <summary>What is taken out of Word and Excel files alike: properties, thumbnails, custom XML and the metadata of pictures.</summary>
static class CleanPackage
{
    public static void RemoveMetadata(OpenXmlPackage document, OpenXmlPartContainer main)
    {
        foreach (var part in document.Parts.Select(pair => pair.OpenXmlPart).Where(IsMetadata).ToList())
            document.DeletePart(part);

        foreach (var part in main.Parts.Select(pair => pair.OpenXmlPart).OfType<CustomXmlPart>().ToList())
            main.DeletePart(part);

        foreach (var picture in document.GetAllParts().OfType<ImagePart>().ToList())
            Strip(picture);
    }

    public static void Delete<T>(OpenXmlPartContainer container)
        where T : OpenXmlPart
    {
        foreach (var part in container.Parts.Select(pair => pair.OpenXmlPart).OfType<T>().ToList())
            container.DeletePart(part);
    }

    static bool IsMetadata(OpenXmlPart part) => part is CoreFilePropertiesPart or ExtendedFilePropertiesPart or CustomFilePropertiesPart or ThumbnailPart or CustomXmlPart or DigitalSignatureOriginPart;

    static void Strip(ImagePart picture)
    {
        using var bytes = new MemoryStream();
        using (var stream = picture.GetStream(FileMode.Open, FileAccess.Read))
            stream.CopyTo(bytes);

        using var cleaned = new MemoryStream();
        if (!Pictures.Strip(bytes.ToArray(), cleaned))
            return;

        cleaned.Position = 0;
        picture.FeedData(cleaned);
    }
}
