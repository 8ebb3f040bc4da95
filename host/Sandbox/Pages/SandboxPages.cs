using System.Globalization;
using System.Text;
using Assessment.Cycle;
using Assessment.Host.Functions;
using Assessment.Mail;
using Assessment.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Assessment.Host.Sandbox.Pages;

/// <summary>
/// The pages of `assess serve`: every mailbox of the cycle, the cards, and the clock. They are of this machine only and no part of the app. Whose mailbox is
/// opened is who the browser is for the app's own pages.
/// </summary>
public sealed class SandboxPages(SandboxWorld world)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", Home);
        endpoints.MapGet("/mailbox", context => Go(context, SandboxViews.MailboxPath(context.Request.Query["of"].ToString().Trim())));
        endpoints.MapGet("/mailbox/{address}", Mailbox);
        endpoints.MapGet("/mailbox/{address}/new", NewMail);
        endpoints.MapGet("/mailbox/{address}/{key}", Mail);
        endpoints.MapGet("/mailbox/{address}/{key}/body", Body);
        endpoints.MapGet("/mailbox/{address}/{key}/raw", Raw);
        endpoints.MapGet("/mailbox/{address}/{key}/files/{number:int}", File);
        endpoints.MapPost("/mailbox/{address}/send", Send);
        endpoints.MapPost("/mailbox/{address}/eml", Drop);
        endpoints.MapPost("/mailbox/{address}/{key}/automatic", Automatic);
        endpoints.MapGet("/cards", Cards);
        endpoints.MapPost("/cards/press", Press);
        endpoints.MapPost("/walk/step", Step);
        endpoints.MapPost("/walk/jump", Jump);
    }

    async Task Home(HttpContext context)
    {
        var frame = await Frame(context);
        await Answer(context, frame, "Whose mailbox?", SandboxViews.Home(frame, world.Mails.All()));
    }

    async Task Mailbox(HttpContext context)
    {
        var frame = await Frame(context);
        var address = Of(context);
        var person = PersonOf(frame, address);
        Be(context, person);
        var mails = string.Equals(address, frame.Plan.Cycle.Mailbox, StringComparison.OrdinalIgnoreCase) ? [.. world.Mails.All().Reverse()] : world.Mails.Of(address);
        var cards = person is null ? 0 : (await world.Cards(context.RequestAborted)).Count(card => card.Decision is null && card.Card.For.Contains(person.Id));
        await Answer(context, frame, person?.Name ?? address, SandboxViews.Mailbox(frame, address, person, mails, cards));
    }

    async Task NewMail(HttpContext context)
    {
        var frame = await Frame(context);
        await Answer(context, frame, "A new mail", SandboxViews.NewMail(Of(context)));
    }

    async Task Mail(HttpContext context)
    {
        if (Found(context) is not { } head)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var frame = await Frame(context);
        Be(context, PersonOf(frame, Of(context)));
        await Answer(context, frame, head.Subject, SandboxViews.Mail(frame, Of(context), head, MailReader.Read(head.Message.Raw), world.PageAddress));
    }

    Task Body(HttpContext context)
    {
        if (Found(context) is not { } head)
        {
            return Results.NotFound().ExecuteAsync(context);
        }

        context.Response.Headers.ContentSecurityPolicy = SandboxStyle.MailPolicy;
        return Html(context, SandboxViews.Body(MailReader.Read(head.Message.Raw).Message));
    }

    Task Raw(HttpContext context) => Found(context) is { } head
        ? Download(context, new MemoryStream(head.Message.Raw, writable: false), $"{head.Message.Key}.eml")
        : Results.NotFound().ExecuteAsync(context);

    Task File(HttpContext context)
    {
        var number = int.Parse((string)context.Request.RouteValues["number"]!, CultureInfo.InvariantCulture);
        return Found(context) is { } head && MailReader.Read(head.Message.Raw).Files.ElementAtOrDefault(number) is { } file
            ? Download(context, file.Open(), file.Name)
            : Results.NotFound().ExecuteAsync(context);
    }

    async Task Send(HttpContext context)
    {
        var form = await Form(context);
        var plan = await world.Plan(context.RequestAborted);
        var address = Of(context);
        var answered = form["answers"].ToString() is { Length: > 0 } key ? world.Mails.Find(key) : null;
        var files = form.Files.Where(file => file.FileName.Length > 0).Select(file => new Enclosure(Path.GetFileName(file.FileName), MimeKit.MimeTypes.GetMimeType(file.FileName), Copied(file))).ToList();
        var person = plan.People.FirstOrDefault(person => string.Equals(person.Email, address, StringComparison.OrdinalIgnoreCase));
        var subject = answered is null ? form["subject"].ToString() : $"Re: {answered.Subject}";
        await world.Deliver(new WrittenMail(new MailAddress(person?.Name ?? "", address), subject, form["text"].ToString(), files, answered), context.RequestAborted);
        await Go(context, SandboxViews.MailboxPath(address), "Sent.");
    }

    async Task Drop(HttpContext context)
    {
        var form = await Form(context);
        if (form.Files.GetFile("eml") is { Length: > 0 } eml)
        {
            var raw = Copied(eml).ToArray();
            await world.Deliver((_, _) => raw, "", context.RequestAborted);
        }

        await Go(context, SandboxViews.MailboxPath(Of(context)), "Delivered to the shared mailbox.");
    }

    async Task Automatic(HttpContext context)
    {
        var form = await Form(context);
        var frame = await Frame(context);
        var address = Of(context);
        if (Found(context) is not { } head || !Enum.TryParse<ReplyKind>(form["kind"], out var kind) || kind == ReplyKind.Answer)
        {
            await Results.NotFound().ExecuteAsync(context);
            return;
        }

        await world.Deliver(kind, PersonOf(frame, address) ?? Stranger(address), head, context.RequestAborted);
        await Go(context, SandboxViews.MailboxPath(address), "A machine has answered.");
    }

    async Task Cards(HttpContext context)
    {
        var frame = await Frame(context);
        var of = context.Request.Query["of"].ToString() is { Length: > 0 } person ? person : null;
        await Answer(context, frame, "Cards", SandboxViews.Cards(frame, await world.Cards(context.RequestAborted), of));
    }

    async Task Press(HttpContext context)
    {
        var form = await Form(context);
        var reason = form["reason"].ToString().Trim();
        var refusal = await world.Press(form["card"].ToString(), form["by"].ToString(), form["choice"].ToString(), reason.Length > 0 ? reason : null, context.RequestAborted);
        await Go(context, "/cards", refusal is null ? "Decided." : null, refusal);
    }

    async Task Step(HttpContext context)
    {
        var form = await Form(context);
        var refusal = await world.Clock.MoveTo(world.Clock.NextDue() ?? world.Clock.Now(), context.RequestAborted);
        await Go(context, Back(form), refusal: refusal);
    }

    async Task Jump(HttpContext context)
    {
        var form = await Form(context);
        var to = TimeSpan.TryParse(form["by"], CultureInfo.InvariantCulture, out var by) ? world.Clock.Now() + by : Local(form["to"].ToString());
        var refusal = to is { } moment ? await world.Clock.MoveTo(moment, context.RequestAborted) : "Write the moment as in 2025-01-10T09:00.";
        await Go(context, Back(form), refusal: refusal);
    }

    DateTimeOffset? Local(string text) => DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        ? world.Zone.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local))
        : null;

    static Task<IFormCollection> Form(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = PageLimits.FormBytes;
        }

        return context.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = PageLimits.FormBytes }, context.RequestAborted);
    }

    /// <summary>Only a path of this server.</summary>
    static string Back(IFormCollection form) => form["back"].ToString() is { Length: > 0 } back && back[0] == '/' && !back.StartsWith("//", StringComparison.Ordinal) ? back : "/";

    async Task<SandboxFrame> Frame(HttpContext context)
    {
        var waiting = (await world.Cards(context.RequestAborted)).Count(card => card.Decision is null);
        return new SandboxFrame(await world.Plan(context.RequestAborted), world.Zone, world.Clock, waiting, context.Request.Path, context.Request.Query["note"], context.Request.Query["refused"]);
    }

    MailHead? Found(HttpContext context) => world.Mails.Find((string)context.Request.RouteValues["key"]!);

    static string Of(HttpContext context) => ((string)context.Request.RouteValues["address"]!).Trim();

    static Person? PersonOf(SandboxFrame frame, string address)
    {
        var today = frame.Zone.DayOf(frame.Clock.Now());
        var all = frame.Plan.People.Where(person => string.Equals(person.Email, address, StringComparison.OrdinalIgnoreCase)).ToList();
        return all.FirstOrDefault(person => person.IsValidOn(today)) ?? all.FirstOrDefault();
    }

    static Person Stranger(string address) => new() { Id = "stranger", Name = address, Email = address, Organisation = "", Role = Role.FocalPoint, Language = Language.En };

    /// <summary>From now on the browser is this person for the app, on this machine.</summary>
    static void Be(HttpContext context, Person? person)
    {
        if (person is not null)
        {
            context.Response.Cookies.Append(LocalAuthentication.PersonCookie, person.Id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        }
    }

    static Task Answer(HttpContext context, SandboxFrame frame, string title, Markup content)
    {
        context.Response.Headers.ContentSecurityPolicy = SandboxStyle.Policy;
        return Html(context, SandboxViews.Page(frame, title, content));
    }

    static async Task Html(HttpContext context, string html)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), context.RequestAborted);
    }

    static Task Download(HttpContext context, Stream content, string name)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.Stream(content, "application/octet-stream", name).ExecuteAsync(context);
    }

    static Task Go(HttpContext context, string path, string? note = null, string? refusal = null)
    {
        var said = (note, refusal) switch
        {
            ({ } done, _) => $"?note={Uri.EscapeDataString(done)}",
            (_, { } why) => $"?refused={Uri.EscapeDataString(why)}",
            _ => "",
        };
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path + said;
        return Task.CompletedTask;
    }

    static MemoryStream Copied(IFormFile file)
    {
        var copy = new MemoryStream();
        using var content = file.OpenReadStream();
        content.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
