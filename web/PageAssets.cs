using System.Security.Cryptography;
using System.Text;

namespace Assessment.Web;

/// <summary>The style and the script, which stand in each page, and the policy under which a browser takes these two and nothing else.</summary>
public static class PageAssets
{
    public static string Style { get; } = Read("page.css");

    public static string Script { get; } = Read("page.js");

    /// <summary>Content-Security-Policy of a page; <paramref name="uploads"/> is where large files go when that is not the app itself.</summary>
    public static string Policy(string? uploads = null) => string.Join("; ",
        "default-src 'none'",
        $"style-src {HashOf(Style)}",
        $"script-src {HashOf(Script)}",
        $"connect-src 'self'{(uploads is null ? "" : $" {uploads}")}",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'");

    internal static string Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"Assessment.Web.{name}")
            ?? throw new InvalidOperationException($"'{name}' is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
