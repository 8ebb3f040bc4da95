using System.Globalization;
using Assessment.Access;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Mail;
using Assessment.Web;

namespace Assessment.Pages;

/// <summary>A page as one person sees it: the link that opened it, where it lies, and in which language it is read.</summary>
public sealed record PageContext(OpenedLink Opened, string Root, Language Language, DateTimeOffset Now)
{
    public PersonalLink Link => Opened.Link;

    public RoundInPlan Round => Opened.About.Round;

    public DataCall Call => Opened.About.Call;

    public IReadOnlyList<Item> Items => Opened.About.Items;

    public Words Words => Words.In(Code(Language));

    public DateOnly Today => Round.Zone.DayOf(Now);

    public bool IsClosed => Call.Status == CallStatus.Closed;

    /// <summary>An address below the page, in its language.</summary>
    public string At(string path, string? query = null) => $"{Root}{path}?lang={Code(Language)}{(query is null ? "" : $"&{query}")}";

    public string AtInOther(string path) => $"{Root}{path}?lang={Code(Language == Language.Ms ? Language.En : Language.Ms)}";

    public string Token(string purpose) => FormToken.For(Link, Opened.Key, purpose, Now).Text;

    public FormToken? Read(string purpose, string? token) => FormToken.Read(Link, Opened.Key, purpose, token, Now);

    public static string Code(Language language) => language == Language.Ms ? "ms" : "en";

    public static Language? LanguageOf(string? code) => code switch { "ms" => Language.Ms, "en" => Language.En, _ => null };
}

/// <summary>From register and plan to what a page shows: pure, and in the language of its reader.</summary>
public static class PageView
{
    const int LongestExcerpt = 600;

    public static Frame Frame(PageContext page, string path) => new()
    {
        Words = page.Words,
        Secretariat = NameOf(page.Round.Plan.Organisation(page.Round.Plan.Cycle.Secretariat), page.Language),
        Cycle = page.Round.Plan.Cycle.Title,
        Contact = page.Round.Plan.Cycle.Mailbox,
        Person = page.Opened.Person.Name,
        Organisation = NameOf(page.Round.Plan.Organisation(page.Call.Organisation), page.Language),
        Home = page.At(""),
        OtherLanguage = page.AtInOther(path),
        IsIllustrative = page.Round.Plan.Cycle.Illustrative,
    };

    public static CallView Call(PageContext page, IReadOnlyList<Reply> replies, string? justReceived, FilesView files) => new()
    {
        Frame = Frame(page, ""),
        Round = page.Round.Round.Title,
        Reference = page.Call.Id,
        Due = Moment(page, page.Items.Where(item => item.IsOutstanding).Select(item => item.DueAt).DefaultIfEmpty(page.Call.DueAt).Min()),
        ClosedAt = page.IsClosed ? Moment(page, page.Call.ClosedAt ?? page.Call.ClosesAt) : null,
        Items = [.. page.Items.OrderByDescending(item => item.IsOutstanding).Select(item => Item(page, item))],
        Received = [.. replies.OrderByDescending(reply => reply.ReceivedAt).ThenBy(reply => reply.MessageId, StringComparer.Ordinal).Select(reply => Received(page, reply))],
        JustReceived = replies.FirstOrDefault(reply => ThreadKey.Of(reply.MessageId) == justReceived) is { } now ? Received(page, now) : null,
        Files = files,
        FilesAction = page.At("/files"),
        FilesToken = page.Token(PagePurpose.Files),
        HandOver = page.IsClosed ? null : page.At(PagePurpose.HandOverPath),
    };

    public static ItemView Item(PageContext page, Item item, FilesView files, IReadOnlyDictionary<string, string>? values = null)
    {
        var recommendation = page.Round.Plan.Recommendation(item.Code);
        var indicators = AskedFigures.Of(page.Round, item.Code, page.Call.Organisation);
        var mayWait = item.IsOutstanding && !page.IsClosed;
        return new ItemView
        {
            Frame = Frame(page, PathOf(item)),
            Item = Item(page, item),
            Evidence = recommendation.Evidence,
            LastAnswer = page.Round.Plan.LastAnswer(page.Call.Organisation, item.Code) is { } last ? last.Narrative ?? last.NothingToReport : null,
            Period = page.Words.Fill("period", ("from", Texts.Day(page.Language, page.Round.Round.CoversFrom)), ("to", Texts.Day(page.Language, page.Round.Round.CoversTo))),
            Figures = [.. indicators.Select(indicator => Figure(page, indicator))],
            Files = files,
            AnswerAction = page.At(PathOf(item)),
            AnswerToken = page.Token(PagePurpose.Answer(item.Code)),
            TimeAction = mayWait ? page.At($"{PathOf(item)}/time") : null,
            TimeToken = mayWait ? page.Token(PagePurpose.Time(item.Code)) : null,
            IsClosed = page.IsClosed,
            Values = values ?? PageForm.Filled(item.Answer, indicators, page.Round.Round),
        };
    }

    public static FilesView Files(PageContext page, IEnumerable<Upload>? kept = null) => new()
    {
        UploadsAddress = page.At("/uploads"),
        UploadsToken = page.Token(PagePurpose.Uploads),
        LargestFile = PageLimits.InWords(PageLimits.Files.MaxSize),
        LargestForm = PageLimits.InWords(PageLimits.FormBytes),
        Kept = [.. (kept ?? []).Select(upload => new KeptFile(upload.Id, ShownName.Of(upload.FileName), PageLimits.InWords(upload.Size)))],
    };

    /// <summary>The frame of a page for somebody whom nothing is known of.</summary>
    public static Frame Stranger(Words words) => new() { Words = words, Secretariat = "", Cycle = "", Contact = "" };

    static ItemSummary Item(PageContext page, Item item) => new()
    {
        Code = item.Code,
        Text = TextOf(page, item.Code),
        State = StateOf(item.Status),
        IsOutstanding = item.IsOutstanding,
        Due = Moment(page, item.DueAt),
        Address = page.At(PathOf(item)),
        Answer = item.Answer is { } answer ? [.. There(page, answer)] : [],
        Reason = item.Status != ItemStatus.Returned ? null : item.Because.Count > 0 ? string.Join(" ", item.Because.Select(remark => remark.In(page.Language))) : item.Reason,
        Wish = item.Extension is { } wish ? page.Words.Fill(WishKey(wish), ("until", Texts.Day(page.Language, wish.Until))) : null,
    };

    static IEnumerable<string> There(PageContext page, Answer answer)
    {
        if (answer.Narrative is { } narrative)
        {
            yield return $"{page.Words["there-text"]}: {Shortened.To(LongestExcerpt, narrative)}";
        }

        if (answer.NothingToReport is { } reason)
        {
            yield return $"{page.Words["there-nothing"]}: {Shortened.To(LongestExcerpt, reason)}";
        }

        if (answer.Figures.Count > 0)
        {
            yield return page.Words.Fill("there-figures", ("figures", string.Join("; ", answer.Figures.Select(figure => FigureText(page, figure)))));
        }

        if (answer.Files.Count > 0)
        {
            yield return page.Words.Fill("there-files", ("files", string.Join(", ", answer.Files.Select(file => ShownName.Of(file.OriginalName)))));
        }
    }

    static string FigureText(PageContext page, Figure figure) => figure.Value is { } value
        ? $"{figure.Indicator} = {Texts.Number(value)} {figure.Unit}"
        : $"{figure.Indicator}: {page.Words["figure-because"]} {figure.NotAvailableBecause}";

    static ReceivedView Received(PageContext page, Reply reply) => new()
    {
        When = Moment(page, reply.ReceivedAt),
        From = reply.From,
        ByPage = reply.Channel == ReplyChannel.Page,
        Understood = reply.IsLate ? [] : Understood(page, reply),
        Files =
        [
            .. reply.Files.Select((file, index) => new FileView(
                ShownName.Of(file.OriginalName), PageLimits.InWords(file.Size), page.At($"/files/{ThreadKey.Of(reply.MessageId)}/{(index + 1).ToString(CultureInfo.InvariantCulture)}"), ForWhat(page, reply, file))),
            .. reply.Refused.Select(refused => new FileView(
                ShownName.Of(refused.File.OriginalName), PageLimits.InWords(refused.File.Size), null, page.Words.Fill(refused.Decision == FileDecision.Held ? "file-held" : "file-returned", ("reason", refused.Reason.In(page.Language))))),
        ],
        Remarks = [.. reply.Remarks.Except(reply.Refused.Select(refused => refused.Reason)).Select(remark => remark.In(page.Language))],
        IsLate = reply.IsLate,
    };

    static List<string> Understood(PageContext page, Reply reply)
    {
        var lines = reply.Extensions.Select(code => page.Words.Fill("received-wish", ("code", code))).ToList();
        if (reply.Items.Count > 0)
        {
            lines.Insert(0, page.Words.Fill("received-answers", ("codes", string.Join(", ", reply.Items.Select(item => item.Code)))));
        }

        return lines.Count > 0 ? lines : [page.Words["received-no-item"]];
    }

    static string ForWhat(PageContext page, Reply reply, EvidenceFile file)
    {
        if (reply.IsLate)
        {
            return page.Words["received-late"];
        }

        if (reply.SetAside.FirstOrDefault(one => one.Name == file.Name) is { } aside)
        {
            return page.Words.Fill("file-set-aside", ("reason", aside.Reason));
        }

        if (reply.Unassigned.Contains(file.OriginalName))
        {
            return page.Words["file-unassigned"];
        }

        var named = ReplyForm.CodesIn(file.OriginalName).Where(code => reply.Items.Any(item => item.Code == code)).ToList();
        var item = file.SentFor ?? (named.Count > 0 ? string.Join(", ", named) : reply.Items is [var first, ..] ? first.Code : null);
        return item is null ? page.Words["file-unassigned"] : page.Words.Fill("file-for", ("item", item));
    }

    static FigureView Figure(PageContext page, Indicator indicator) => new()
    {
        Id = indicator.Id,
        Name = indicator.Name,
        Unit = indicator.Unit,
        Definition = indicator.Definition,
        LastYear = page.Round.Plan.LastValue(page.Call.Organisation, indicator) is { } value ? $"{Texts.Number(value)} {indicator.Unit}" : null,
        Parts = [.. FormLayout.RowsOf(indicator).Where(row => row.IsPart).GroupBy(row => row.Dimension!).Select(rows => new PartsView(
            page.Words.Fill("figure-parts", ("by", FormLayout.DimensionName(rows.Key, page.Language))),
            [.. rows.Select(row => new PartView(row.Key, FormLayout.PartName(row, page.Language), row.IsOpenPart ? PageForm.NameFieldOf(row.Key) : null))]))],
    };

    static ItemState StateOf(ItemStatus status) => status switch
    {
        ItemStatus.Asked => ItemState.Open,
        ItemStatus.Replied => ItemState.Received,
        ItemStatus.Returned => ItemState.Returned,
        ItemStatus.Extended => ItemState.MoreTime,
        ItemStatus.Accepted => ItemState.Accepted,
        ItemStatus.NotProvided => ItemState.Closed,
        _ => throw new InvalidOperationException($"There is no state for {status}."),
    };

    static string WishKey(ExtensionRequest wish) => wish.Status switch
    {
        ExtensionStatus.Granted => "item-wish-granted",
        ExtensionStatus.Refused => "item-wish-refused",
        _ => "item-wish",
    };

    static string PathOf(Item item) => $"/items/{item.Code}";

    static string Moment(PageContext page, DateTimeOffset moment) => Texts.Moment(page.Language, page.Round.Zone, moment);

    static string NameOf(Organisation organisation, Language language) => language == Language.Ms ? organisation.NameMs ?? organisation.Name : organisation.Name;

    static string TextOf(PageContext page, string code)
    {
        var recommendation = page.Round.Plan.Recommendation(code);
        return page.Language == Language.Ms ? recommendation.TextMs ?? recommendation.Text : recommendation.Text;
    }
}

/// <summary>What a form token is good for.</summary>
public static class PagePurpose
{
    public const string Files = "files";
    public const string Uploads = "uploads";
    public const string SendCode = "send-code";
    public const string TryCode = "try-code";
    public const string HandOver = "hand-over";
    public const string HandOverPath = "/hand-over";

    public static string Answer(string code) => $"answer-{code}";

    public static string Time(string code) => $"time-{code}";
}
