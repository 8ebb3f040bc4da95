using System.Globalization;
using System.Text;

namespace Assessment.Host.Commands.Generate;

/// <summary>A PDF of one page of plain lines, small and the same on every machine.</summary>
static class SmallPdf
{
    public static byte[] Of(IReadOnlyList<string> lines)
    {
        var page = $"BT /F1 11 Tf 16 TL 60 780 Td {string.Join(" ", lines.Select(line => $"({Escaped(line)}) Tj T*"))} ET";
        return File(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
            $"<< /Length {page.Length} >>\nstream\n{page}\nendstream",
        ]);
    }

    /// <summary>The objects, then where each begins, counted in bytes; all is ASCII, so characters are bytes.</summary>
    static byte[] File(IReadOnlyList<string> objects)
    {
        var pdf = new StringBuilder("%PDF-1.4\n");
        var starts = new List<int>();
        foreach (var (content, index) in objects.Select((content, index) => (content, index)))
        {
            starts.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{content}\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        starts.ForEach(start => pdf.Append(CultureInfo.InvariantCulture, $"{start:0000000000} 00000 n \n"));
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    static string Escaped(string line) => line
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("(", "\\(", StringComparison.Ordinal)
        .Replace(")", "\\)", StringComparison.Ordinal);
}
