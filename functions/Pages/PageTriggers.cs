using System.Globalization;
using Assessment.Access;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Durable;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Turnover;
using Assessment.Web;
using Assessment.Web.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Fields = Assessment.Web.Fields;

namespace Assessment.Pages;

/// <summary>The page of a personal link. GET shows and changes nothing; POST acts, and only with the token of a form that the page showed.</summary>
public sealed class PageTriggers(PersonalLinks links, PageDesk desk, PageCodes codes, TurnoverDesk turnover, Uploads uploads, Landing landing, IEvidenceStore evidence, Register.Register register, TimeProvider clock)
{
    const string Root = "page/{token}";

    [Function(nameof(ShowPage))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> ShowPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root)] HttpRequest request, string token, CancellationToken cancellation)
        => Open(request, token, async page =>
        {
            await links.Note(page.Link, "LinkUsed", "opened", $"{page.Opened.Person.Name} opened the page.", cancellation);
            var view = PageView.Call(page, await Replies(page, cancellation), request.Query["received"], PageView.Files(page));
            return await Page<CallPage>(view with { HandOverPending = await Pending(page, cancellation) });
        });

    [Function(nameof(ShowItem))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> ShowItem([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root + "/items/{code}")] HttpRequest request, string token, string code, CancellationToken cancellation)
        => OpenItem(request, token, code, async (page, item) =>
        {
            await links.Note(page.Link, "LinkUsed", $"opened-{Slug.Of(code)}", $"{page.Opened.Person.Name} opened {item.Code}.", cancellation);
            return await Page<ItemPage>(PageView.Item(page, item, PageView.Files(page)));
        });

    [Function(nameof(AnswerItem))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> AnswerItem(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Root + "/items/{code}")] HttpRequest request, string token, string code, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
        => OpenItem(request, token, code, async (page, item) =>
        {
            if (await PageRequest.ReadForm(request, cancellation) is not { } posted)
            {
                return await Again(page, item, null, [], [TooLarge(page, Fields.Files)], StatusCodes.Status413PayloadTooLarge);
            }

            var (files, faults) = await Land(page, posted, cancellation);
            var indicators = AskedFigures.Of(page.Round, item.Code, page.Call.Organisation);
            var shown = PageForm.Filled(item.Answer, indicators, page.Round.Round);
            var (read, errors) = PageForm.ReadAnswer(item.Code, indicators, posted.Values, files.Count + faults.Count > 0, page.Words, shown);
            var form = page.Read(PagePurpose.Answer(item.Code), posted.Value(Fields.Token));
            FieldError[] all = [.. form is null ? [Stale(page, Fields.Answer)] : Array.Empty<FieldError>(), .. errors, .. faults];
            return all.Length > 0
                ? await Again(page, item, posted.Values, files, all)
                : await File(page, new SentForm(form!, posted.Values, files), read.SaysAnything ? [read] : [], item.Code, client, cancellation);
        });

    [Function(nameof(AskForTime))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> AskForTime(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Root + "/items/{code}/time")] HttpRequest request, string token, string code, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
        => OpenItem(request, token, code, async (page, item) =>
        {
            var posted = await PageRequest.ReadForm(request, cancellation);
            var values = posted?.Values ?? new Dictionary<string, string>();
            var (wish, errors) = PageForm.ReadWish(item.Code, values, page.Today, page.Words);
            var form = page.Read(PagePurpose.Time(item.Code), posted?.Value(Fields.Token));
            FieldError[] all = [.. form is null ? [Stale(page, Fields.Until)] : Array.Empty<FieldError>(), .. errors];
            if (all.Length == 0)
            {
                return await File(page, new SentForm(form!, values, []), [wish], null, client, cancellation);
            }

            var view = PageView.Item(page, item, PageView.Files(page));
            var shown = new Dictionary<string, string>(view.Values, StringComparer.Ordinal) { [Fields.Until] = posted?.Value(Fields.Until) ?? "", [Fields.Reason] = posted?.Value(Fields.Reason) ?? "" };
            return await Page<ItemPage>(view with { Values = shown, Errors = all }, StatusCodes.Status422UnprocessableEntity);
        });

    [Function(nameof(SendFiles))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> SendFiles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Root + "/files")] HttpRequest request, string token, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
        => Open(request, token, async page =>
        {
            if (await PageRequest.ReadForm(request, cancellation) is not { } posted)
            {
                return await Again(page, "", [], [TooLarge(page, Fields.Files)], StatusCodes.Status413PayloadTooLarge, cancellation);
            }

            var (files, faults) = await Land(page, posted, cancellation);
            var chosen = posted.Value(Fields.Item);
            var form = page.Read(PagePurpose.Files, posted.Value(Fields.Token));
            var errors = new List<FieldError>(faults);
            if (form is null)
            {
                errors.Add(Stale(page, Fields.Files));
            }

            if (files.Count + faults.Count == 0)
            {
                errors.Add(new FieldError(Fields.Files, page.Words["error-no-files"]));
            }

            if (chosen.Length > 0 && page.Items.All(item => item.Code != chosen))
            {
                errors.Add(new FieldError(Fields.Item, page.Words["error-item"]));
            }

            return errors.Count > 0
                ? await Again(page, chosen, files, errors, StatusCodes.Status422UnprocessableEntity, cancellation)
                : await File(page, new SentForm(form!, posted.Values, files), [], chosen.Length > 0 ? chosen : null, client, cancellation);
        });

    [Function(nameof(ShowHandOver))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> ShowHandOver([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root + PagePurpose.HandOverPath)] HttpRequest request, string token, CancellationToken cancellation)
        => Open(request, token, page => page.IsClosed ? Missing(page) : Page<HandOverPage>(HandOverForm.View(page)));

    /// <summary>The person names who follows: everything that is open passes on, and this link stops.</summary>
    [Function(nameof(HandOver))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> HandOver(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Root + PagePurpose.HandOverPath)] HttpRequest request, string token, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
        => Open(request, token, async page =>
        {
            var posted = await PageRequest.ReadForm(request, cancellation);
            var values = posted?.Values ?? new Dictionary<string, string>();
            var (named, errors) = HandOverForm.Read(page, values);
            if (page.Read(PagePurpose.HandOver, posted?.Value(Fields.Token)) is null)
            {
                errors = [Stale(page, Fields.Name), .. errors];
            }

            if (errors.Count > 0)
            {
                return await Page<HandOverPage>(HandOverForm.View(page, values, errors), StatusCodes.Status422UnprocessableEntity);
            }

            await links.Note(page.Link, "LinkUsed", $"handed-over-{ThreadKey.Of(named.Email!)[..12]}", $"{page.Opened.Person.Name} named {named.Name} ({named.Email}) as successor on the page.", cancellation);
            var outcome = await turnover.Name(page.Call.CycleId, page.Opened.Person.Id, named, page.Opened.Person, cancellation);
            if (outcome.Refusal is not null)
            {
                return await Page<HandOverPage>(HandOverForm.View(page, values, [new FieldError(Fields.Email, page.Words["error-handover"])]), StatusCodes.Status422UnprocessableEntity);
            }

            foreach (var instance in outcome.Wake)
            {
                await client.RaiseEventAsync(instance, nameof(News), new News("a successor was named"), cancellation);
            }

            return await Page<NoticePage>(HandOverForm.Said(page, named, outcome.IsWaiting));
        });

    /// <summary>Whom the person named and the secretariat has not decided on.</summary>
    async Task<string?> Pending(PageContext page, CancellationToken cancellation)
        => await turnover.Pending(page.Call.CycleId, page.Opened.Person.Id, cancellation) is [.., var pending]
            ? page.Words.Fill("handover-pending", ("name", pending.Successor.Name), ("mailbox", pending.Successor.Email))
            : null;

    /// <summary>A file that the person's own organisation sent.</summary>
    [Function(nameof(FetchFile))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> FetchFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root + "/files/{reply}/{number:int}")] HttpRequest request, string token, string reply, int number, CancellationToken cancellation)
        => Open(request, token, async page =>
        {
            var replies = await Replies(page, cancellation);
            if (replies.FirstOrDefault(one => ThreadKey.Of(one.MessageId) == reply)?.Files.ElementAtOrDefault(number - 1) is not { } file)
            {
                return await Missing(page);
            }

            await links.Note(page.Link, "EvidenceFetched", $"fetched-{reply[..12]}-{number}", $"{page.Opened.Person.Name} fetched {ShownName.Of(file.OriginalName)}, SHA-256 {file.Sha256}.", cancellation);
            return new FileResult(await evidence.Open(file.Name, cancellation), ShownName.Of(file.OriginalName));
        });

    /// <summary>A browser announces a file that it will send in pieces, and learns where each goes and which are here already.</summary>
    [Function(nameof(StartUpload))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> StartUpload([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Root + "/uploads")] HttpRequest request, string token, CancellationToken cancellation)
        => OpenUpload(request, token, async page =>
        {
            if (await PageRequest.ReadAnnounced(request, cancellation) is not { } file)
            {
                return Results.Problem("The body must announce a file: {\"name\": \"R01.pdf\", \"size\": 1000, \"changed\": 0}.", statusCode: StatusCodes.Status400BadRequest);
            }

            var (upload, isNew, refusal) = await uploads.Begin(page.Link, file, cancellation);
            if (upload is null)
            {
                return Results.Problem(refusal, statusCode: StatusCodes.Status422UnprocessableEntity);
            }

            var pieces = new List<object>();
            for (var piece = 0; piece < upload.Pieces; piece++)
            {
                pieces.Add(new
                {
                    address = landing.IsDirect ? (await landing.AddressFor(upload.NameOf(piece), cancellation)).AbsoluteUri : page.At($"/uploads/{upload.Id}/{piece.ToString(CultureInfo.InvariantCulture)}"),
                    direct = landing.IsDirect,
                    missing = isNew || !await uploads.HasPiece(upload, piece, cancellation),
                });
            }

            return Results.Json(new { id = upload.Id, pieceSize = PageLimits.PieceBytes, pieces });
        });

    [Function(nameof(PutPiece))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> PutPiece(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Root + "/uploads/{id}/{piece:int}")] HttpRequest request, string token, string id, int piece, CancellationToken cancellation)
        => OpenUpload(request, token, async page =>
        {
            if (await uploads.Find(page.Link, id, cancellation) is not { } upload || piece < 0 || piece >= upload.Pieces)
            {
                return Results.NotFound();
            }

            if (request.ContentLength != upload.SizeOf(piece))
            {
                return Results.Problem($"Piece {piece} has {upload.SizeOf(piece)} bytes.", statusCode: StatusCodes.Status400BadRequest);
            }

            await uploads.Put(upload, piece, new LimitedStream(request.Body, upload.SizeOf(piece)), cancellation);
            return Results.NoContent();
        });

    /// <summary>Sends the one-time code to the mailbox that the link belongs to.</summary>
    [Function(nameof(SendCode))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> SendCode([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Root + "/code")] HttpRequest request, string token, CancellationToken cancellation)
        => Identify(request, token, async page =>
        {
            if (page.Read(PagePurpose.SendCode, (await PageRequest.ReadForm(request, cancellation))?.Value(Fields.Token)) is not null)
            {
                await codes.Send(page, cancellation);
            }

            return new SeeOther(page.At("", "code=sent"));
        });

    [Function(nameof(TryCode))]
    [Allow(Who.LinkHolders)]
    public Task<IResult> TryCode([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Root + "/code/try")] HttpRequest request, string token, CancellationToken cancellation)
        => Identify(request, token, async page =>
        {
            var posted = await PageRequest.ReadForm(request, cancellation);
            if (posted is null || page.Read(PagePurpose.TryCode, posted.Value(Fields.Token)) is null)
            {
                return await AskForCode(page, isSent: true, "error-code");
            }

            var (outcome, browser) = await codes.Try(page, posted.Value(Fields.Code).Replace(" ", "", StringComparison.Ordinal), cancellation);
            return browser is null
                ? await AskForCode(page, isSent: true, outcome == CodeOutcome.Wrong ? "error-code" : "error-code-spent")
                : new SeeOther(page.At(""), browser, page.Link.ExpiresAt);
        });

    async Task<IResult> File(PageContext page, SentForm form, IReadOnlyList<ReadItem> items, string? filesFor, DurableTaskClient client, CancellationToken cancellation)
    {
        var (key, instance) = await desk.File(page, form, items, filesFor, cancellation);
        if (!page.IsClosed)
        {
            await client.RaiseEventAsync(instance, nameof(News), new News(key), cancellation);
        }

        return new SeeOther(page.At("", $"received={key}") + "#received-now");
    }

    /// <summary>The files of a form, those that came with it and those that were sent ahead; and which of the latter are not whole.</summary>
    async Task<(List<Upload> Files, List<FieldError> Faults)> Land(PageContext page, PostedForm posted, CancellationToken cancellation)
    {
        var (files, faults) = (new List<Upload>(), new List<FieldError>());
        foreach (var id in posted.Uploads)
        {
            if (await uploads.Find(page.Link, id, cancellation) is { } upload && await uploads.IsComplete(upload, cancellation))
            {
                files.Add(upload);
            }
            else
            {
                faults.Add(new FieldError(Fields.Files, page.Words.Fill("error-upload", ("name", id))));
            }
        }

        foreach (var (file, number) in posted.Files.Where(file => file.FileName.Length > 0).Select((file, index) => (file, index)))
        {
            await using var content = file.OpenReadStream();
            files.Add(await uploads.Land(page.Link, posted.Value(Fields.Token), number, file.FileName, content, cancellation));
        }

        return (files, faults);
    }

    Task<IResult> Again(PageContext page, Item item, IReadOnlyDictionary<string, string>? values, IReadOnlyList<Upload> kept, IReadOnlyList<FieldError> errors, int status = StatusCodes.Status422UnprocessableEntity)
        => Page<ItemPage>(PageView.Item(page, item, PageView.Files(page, kept), values) with { Errors = errors }, status);

    async Task<IResult> Again(PageContext page, string chosen, IReadOnlyList<Upload> kept, IReadOnlyList<FieldError> errors, int status, CancellationToken cancellation)
        => await Page<CallPage>(PageView.Call(page, await Replies(page, cancellation), null, PageView.Files(page, kept)) with { Errors = errors, ChosenItem = chosen }, status);

    Task<IReadOnlyList<Reply>> Replies(PageContext page, CancellationToken cancellation) => register.List<Reply>(page.Call.Id, cancellation: cancellation);

    Task<IResult> OpenItem(HttpRequest request, string token, string code, Func<PageContext, Item, Task<IResult>> answer)
        => Open(request, token, page => page.Items.FirstOrDefault(item => item.Code == code) is { } item ? answer(page, item) : Missing(page));

    /// <summary>Scripts show that the page was opened by its token in a header, which no other site can send.</summary>
    Task<IResult> OpenUpload(HttpRequest request, string token, Func<PageContext, Task<IResult>> answer)
        => Open(request, token, page => page.Read(PagePurpose.Uploads, request.Headers["x-form-token"]) is null
            ? Task.FromResult(Results.Problem("The page was open for too long. Open it again.", statusCode: StatusCodes.Status403Forbidden))
            : answer(page));

    /// <summary>Opens the link in a browser that it knows, or asks for a code where the plan wants one.</summary>
    Task<IResult> Open(HttpRequest request, string token, Func<PageContext, Task<IResult>> answer)
        => Identify(request, token, page => page.Round.Plan.Cycle.LinkCode && !PersonalLinkRules.IsKnown(page.Link, PageRequest.Browser(request))
            ? AskForCode(page, isSent: request.Query["code"] == "sent", null)
            : answer(page));

    async Task<IResult> Identify(HttpRequest request, string token, Func<PageContext, Task<IResult>> answer)
    {
        var (opened, refusal) = await links.Open(token, PageRequest.From(request), request.HttpContext.RequestAborted);
        var chosen = PageContext.LanguageOf(request.Query["lang"]);
        if (opened is null)
        {
            return await Refuse(refusal, chosen ?? Language.Ms);
        }

        return await answer(new PageContext(opened, PageRequest.RootOf(request, token), chosen ?? opened.Person.Language, clock.GetUtcNow()));
    }

    Task<IResult> AskForCode(PageContext page, bool isSent, string? error) => Page<CodePage>(
        new CodeView
        {
            Frame = PageView.Frame(page, "") with { Person = "", Organisation = "", Home = null },
            Mailbox = PageCodes.Masked(page.Opened.Person.Email),
            SendAction = page.At("/code"),
            SendToken = page.Token(PagePurpose.SendCode),
            TryAction = page.At("/code/try"),
            TryToken = page.Token(PagePurpose.TryCode),
            IsSent = isSent,
            Error = error is null ? null : new FieldError(Fields.Code, page.Words[error]),
        },
        StatusCodes.Status403Forbidden);

    /// <summary>In both languages: nobody knows who is asking.</summary>
    Task<IResult> Refuse(LinkRefusal refusal, Language language)
    {
        var words = Words.In(PageContext.Code(language));
        var other = Words.In(PageContext.Code(language == Language.Ms ? Language.En : Language.Ms));
        return Page<NoticePage>(new NoticeView(PageView.Stranger(words), words["refused-title"], [words[$"refused-{refusal}"], other[$"refused-{refusal}"]]), StatusOf(refusal));
    }

    Task<IResult> Missing(PageContext page)
        => Page<NoticePage>(new NoticeView(PageView.Frame(page, ""), page.Words["missing-title"], [page.Words["missing-text"]]), StatusCodes.Status404NotFound);

    async Task<IResult> Page<TComponent>(object view, int status = StatusCodes.Status200OK)
        where TComponent : Microsoft.AspNetCore.Components.IComponent
        => new PageResult(await Html.Of<TComponent>(view), status, landing.Origin);

    static FieldError Stale(PageContext page, string field) => new(field, page.Words["error-form"]);

    static FieldError TooLarge(PageContext page, string field) => new(field, page.Words.Fill("error-too-large", ("form", PageLimits.InWords(PageLimits.FormBytes))));

    static int StatusOf(LinkRefusal refusal) => refusal switch
    {
        LinkRefusal.Unknown => StatusCodes.Status401Unauthorized,
        LinkRefusal.TooOften => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status410Gone,
    };
}
