using System.Net;
using System.Text.Json;
using Assessment.Access;
using Assessment.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Assessment.Pages;

/// <summary>A form as it came over the wire, or none when it was too large or broken off.</summary>
sealed record PostedForm(IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Uploads, IFormFileCollection Files)
{
    public string Value(string field) => Values.TryGetValue(field, out var value) ? value : "";
}

/// <summary>What pages read out of a request.</summary>
static class PageRequest
{
    /// <summary>The form, with its files on disk rather than in memory; null when it is larger than a form may be or cannot be read.</summary>
    public static async Task<PostedForm?> ReadForm(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = PageLimits.FormBytes;
        }

        try
        {
            var form = await request.ReadFormAsync(
                new FormOptions
                {
                    MultipartBodyLengthLimit = PageLimits.FormBytes,
                    BufferBodyLengthLimit = PageLimits.FormBytes,
                    ValueCountLimit = PageLimits.FormFields,
                    ValueLengthLimit = PageLimits.FieldBytes,
                },
                cancellation);
            var values = form.Where(field => field.Key != Fields.Upload).ToDictionary(field => field.Key, field => field.Value.FirstOrDefault() ?? "", StringComparer.Ordinal);
            return new PostedForm(values, [.. form[Fields.Upload].OfType<string>().Where(id => id.Length > 0).Distinct()], form.Files);
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The file that a script announces; null when it announces none.</summary>
    public static async Task<AnnouncedFile?> ReadAnnounced(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
        {
            return null;
        }

        try
        {
            return await request.ReadFromJsonAsync<AnnouncedFile>(cancellation) is { Name: not null } file ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The address of whoever calls: what the front end in front of us saw last, else the other end of the connection.</summary>
    public static string From(HttpRequest request)
    {
        var forwarded = request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        return IPEndPoint.TryParse(forwarded, out var end) ? end.Address.ToString() : request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown";
    }

    /// <summary>The page's own address: the path up to its token, which no link leaves.</summary>
    public static string RootOf(HttpRequest request, string token)
    {
        var path = request.PathBase + request.Path;
        var value = path.Value ?? "";
        return value[..(value.IndexOf(token, StringComparison.Ordinal) + token.Length)];
    }

    public static string? Browser(HttpRequest request) => request.Cookies[SeeOther.Cookie];
}
