namespace Assessment.Web;

/// <summary>What every page shows around its content.</summary>
public sealed record Frame
{
    public required Words Words { get; init; }
    public required string Secretariat { get; init; }
    public required string Cycle { get; init; }

    /// <summary>The mailbox that a person can write to.</summary>
    public required string Contact { get; init; }

    /// <summary>Who is looking, and for which organisation; empty where nobody is known.</summary>
    public string Person { get; init; } = "";
    public string Organisation { get; init; } = "";

    /// <summary>The first page, and this page in the other language; null where there is none.</summary>
    public string? Home { get; init; }
    public string? OtherLanguage { get; init; }
    public bool IsIllustrative { get; init; }

    /// <summary>True on the pages of the secretariat, which are no personal links.</summary>
    public bool IsStaff { get; init; }
}

/// <summary>A page that says one thing: why a link does not open, or what went wrong.</summary>
public sealed record NoticeView(Frame Frame, string Title, IReadOnlyList<string> Paragraphs);

/// <summary>Asks for the one-time code that binds the link to a browser.</summary>
public sealed record CodeView
{
    public required Frame Frame { get; init; }
    public required string Mailbox { get; init; }
    public required string SendAction { get; init; }
    public required string SendToken { get; init; }
    public required string TryAction { get; init; }
    public required string TryToken { get; init; }
    public bool IsSent { get; init; }
    public FieldError? Error { get; init; }
}

/// <summary>Hands the data call over to a colleague.</summary>
public sealed record HandOverView
{
    public required Frame Frame { get; init; }

    /// <summary>The domains whose addresses are taken at once.</summary>
    public required string Domains { get; init; }
    public required string Action { get; init; }
    public required string Token { get; init; }
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    public string Value(string field) => Values.TryGetValue(field, out var value) ? value : "";
}

public enum ItemState
{
    Open,
    Received,
    Returned,
    MoreTime,
    Accepted,
    Closed,
}

/// <summary>One data call: its items, what was received, and a form for files.</summary>
public sealed record CallView
{
    public required Frame Frame { get; init; }
    public required string Round { get; init; }
    public required string Reference { get; init; }
    public required string Due { get; init; }
    public string? ClosedAt { get; init; }
    public required IReadOnlyList<ItemSummary> Items { get; init; }
    public required IReadOnlyList<ReceivedView> Received { get; init; }

    /// <summary>What came just now, to be confirmed at the top.</summary>
    public ReceivedView? JustReceived { get; init; }
    public required FilesView Files { get; init; }
    public required string FilesAction { get; init; }
    public required string FilesToken { get; init; }
    public string ChosenItem { get; init; } = "";

    /// <summary>Where the data call is handed over; null once it has closed.</summary>
    public string? HandOver { get; init; }

    /// <summary>Somebody was named, and the secretariat has not decided.</summary>
    public string? HandOverPending { get; init; }
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    public int Outstanding => Items.Count(item => item.IsOutstanding);
}

public sealed record ItemSummary
{
    public required string Code { get; init; }
    public required string Text { get; init; }
    public required ItemState State { get; init; }
    public required bool IsOutstanding { get; init; }
    public required string Due { get; init; }
    public required string Address { get; init; }

    /// <summary>What is there of the answer, one line each.</summary>
    public IReadOnlyList<string> Answer { get; init; } = [];
    public string? Reason { get; init; }
    public string? Wish { get; init; }
}

/// <summary>One reply as it was taken in.</summary>
public sealed record ReceivedView
{
    public required string When { get; init; }
    public required string From { get; init; }
    public required bool ByPage { get; init; }
    public IReadOnlyList<string> Understood { get; init; } = [];
    public IReadOnlyList<FileView> Files { get; init; } = [];
    public IReadOnlyList<string> Remarks { get; init; } = [];
    public bool IsLate { get; init; }
}

/// <summary>A file that came; one that was not taken has no address.</summary>
public sealed record FileView(string Name, string Size, string? Address, string What);

/// <summary>The field for files, and what already arrived while the rest of the form had to be corrected.</summary>
public sealed record FilesView
{
    public required string UploadsAddress { get; init; }
    public required string UploadsToken { get; init; }
    public required string LargestFile { get; init; }
    public required string LargestForm { get; init; }
    public IReadOnlyList<KeptFile> Kept { get; init; } = [];
}

public sealed record KeptFile(string Id, string Name, string Size);

/// <summary>One item: what is asked, what is there, and the forms to answer it or to ask for more time.</summary>
public sealed record ItemView
{
    public required Frame Frame { get; init; }
    public required ItemSummary Item { get; init; }
    public IReadOnlyList<string> Evidence { get; init; } = [];
    public string? LastAnswer { get; init; }
    public required string Period { get; init; }
    public required IReadOnlyList<FigureView> Figures { get; init; }
    public required FilesView Files { get; init; }
    public required string AnswerAction { get; init; }
    public required string AnswerToken { get; init; }

    /// <summary>Null when more time cannot be asked for.</summary>
    public string? TimeAction { get; init; }
    public string? TimeToken { get; init; }
    public bool IsClosed { get; init; }

    /// <summary>What stands in the fields, by their names.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    public string Value(string field) => Values.TryGetValue(field, out var value) ? value : "";
}

public sealed record FigureView
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Unit { get; init; }
    public string? Definition { get; init; }
    public string? LastYear { get; init; }
    public IReadOnlyList<PartsView> Parts { get; init; } = [];
}

/// <summary>One way of breaking a figure down.</summary>
public sealed record PartsView(string Title, IReadOnlyList<PartView> Parts);

/// <summary>A part with its field; one that the organisation names itself has a second field for the name.</summary>
public sealed record PartView(string Field, string? Label, string? NameField);

public sealed record FieldError(string Field, string Message);

/// <summary>The names of the fields of a figure, and ids for all fields.</summary>
public static class Fields
{
    public const string Answer = "answer";
    public const string Nothing = "nothing";
    public const string Files = "files";
    public const string Upload = "upload";
    public const string Item = "item";
    public const string Until = "until";
    public const string Reason = "reason";
    public const string Token = "form";
    public const string Code = "code";
    public const string Name = "name";
    public const string Email = "email";
    public const string Language = "language";

    public static string Value(string figure) => $"{figure}:value";

    public static string Unit(string figure) => $"{figure}:unit";

    public static string From(string figure) => $"{figure}:from";

    public static string To(string figure) => $"{figure}:to";

    public static string CutOff(string figure) => $"{figure}:cutoff";

    public static string Source(string figure) => $"{figure}:source";

    public static string Because(string figure) => $"{figure}:because";

    public static string Planned(string figure) => $"{figure}:planned";

    /// <summary>The id of a field's element, which its label and its error point to.</summary>
    public static string IdOf(string field) => "f-" + new string([.. field.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-')]);
}
