namespace Assessment.Web;

/// <summary>What waits for the secretariat.</summary>
public sealed record TriageListView
{
    public required Frame Frame { get; init; }
    public required IReadOnlyList<TriageSummary> Tasks { get; init; }

    /// <summary>What was decided just now, to be confirmed at the top.</summary>
    public string? Done { get; init; }
}

public sealed record TriageSummary
{
    public required string Kind { get; init; }
    public required string Title { get; init; }
    public required string About { get; init; }
    public required string Since { get; init; }
    public required string Address { get; init; }
    public required IReadOnlyList<TriageFactView> Facts { get; init; }
}

public sealed record TriageFactView(string Name, string Value);

/// <summary>One task with all that is known, and a form for each decision.</summary>
public sealed record TriageTaskView
{
    public required Frame Frame { get; init; }
    public required TriageSummary Task { get; init; }

    /// <summary>What the mail says that it is about.</summary>
    public string? Mail { get; init; }
    public required IReadOnlyList<TriageChoiceView> Choices { get; init; }

    /// <summary>The data calls and items that a decision can name.</summary>
    public IReadOnlyList<TriageCallView> Calls { get; init; } = [];
    public IReadOnlyList<TriageItemView> Items { get; init; } = [];
    public required string Action { get; init; }
    public required string Token { get; init; }
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    public string Value(string field) => Values.TryGetValue(field, out var value) ? value : "";
}

/// <summary><c>Target</c>: what it names beside itself: None, Call, Items, Address.</summary>
public sealed record TriageChoiceView
{
    public required string Choice { get; init; }
    public required string Title { get; init; }
    public required bool NeedsReason { get; init; }
    public required bool TakesReason { get; init; }
    public required string Target { get; init; }
}

public sealed record TriageCallView(string Id, string Name);

public sealed record TriageItemView(string Code, string Text);

/// <summary>The names of the fields of a decision.</summary>
public static class TriageFields
{
    public const string Choice = "choice";
    public const string Call = "call";
    public const string Item = "item";
    public const string Address = "address";

    public static string Reason(string choice) => $"reason-{choice}";
}
