using System.Text;
using Assessment.Web;
using Microsoft.AspNetCore.Http;

namespace Assessment.Pages;

/// <summary>A page with the headers that keep it and its address to itself.</summary>
sealed class PageResult(string html, int status, string? uploads) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = PageAssets.Policy(uploads);
        PageHeaders.Set(response);
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), httpContext.RequestAborted);
    }
}

/// <summary>After a POST: the address to look at, with GET.</summary>
sealed class SeeOther(string address, string? browser = null, DateTimeOffset? keepUntil = null) : IResult
{
    public const string Cookie = "browser";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        PageHeaders.Set(response);
        if (browser is not null)
        {
            // Not strict: the link is opened from a mail, which a browser takes for another site.
            response.Cookies.Append(Cookie, browser, new CookieOptions
            {
                HttpOnly = true,
                Secure = httpContext.Request.Host.Host is not ("localhost" or "127.0.0.1"),
                SameSite = SameSiteMode.Lax,
                Path = address.Split('?')[0],
                Expires = keepUntil,
            });
        }

        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = address;
        return Task.CompletedTask;
    }
}

/// <summary>A file of the person's own organisation, to be saved and never shown in the browser.</summary>
sealed class FileResult(Stream content, string name) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        PageHeaders.Set(httpContext.Response);
        httpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        await Results.Stream(content, "application/octet-stream", name).ExecuteAsync(httpContext);
    }
}

static class PageHeaders
{
    public static void Set(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
    }
}
