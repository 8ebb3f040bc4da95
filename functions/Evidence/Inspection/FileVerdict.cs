using Assessment.Cycle;
using Assessment.Mail;

namespace Assessment.Evidence;

public enum FileDecision
{
    /// <summary>It is evidence.</summary>
    Accepted,

    /// <summary>The sender is told why, and sends it again in another form.</summary>
    Returned,

    /// <summary>A person looks at it before it is used.</summary>
    Held,
}

/// <summary>What became of a file that came in. A file that is not accepted is kept all the same.</summary>
public sealed record FileVerdict(FileDecision Decision, FileFormat Format, FileRemark? Reason, IReadOnlyList<FileRemark> Notes)
{
    /// <summary>The media type of the content, whatever the name or the mail says.</summary>
    public string MediaType => FileFormats.MediaTypeOf(Format);
}

/// <summary>A sentence about a file: a text of the mails and what fills it, so that each reader gets it in their language.</summary>
public sealed record FileRemark(string Key, params IReadOnlyList<Placeholder> Values)
{
    public string In(Language language)
        => Texts.Fill(language, Key, [.. Values.Select(value => (value.Name, value.Words?.In(language) ?? value.Text))]);
}

/// <summary>A placeholder of a text with what stands there: plain text, or words that have a text of their own.</summary>
public readonly record struct Placeholder(string Name, string Text, FileRemark? Words = null)
{
    public static Placeholder Of(string name, string text) => new(name, text);

    public static Placeholder Of(string name, decimal number) => new(name, Texts.Number(number));

    public static Placeholder Of(string name, FileRemark words) => new(name, "", words);
}

/// <summary>Why a file is not accepted.</summary>
sealed record Refusal(FileDecision Decision, string Key, params IReadOnlyList<Placeholder> Values)
{
    public static Refusal Return(string key, params IReadOnlyList<Placeholder> values) => new(FileDecision.Returned, key, values);

    public static Refusal Hold(string key, params IReadOnlyList<Placeholder> values) => new(FileDecision.Held, key, values);

    public static Refusal Broken(FileFormat format) => Return("file-broken", FileFormats.Named(format));
}

/// <summary>What the content of a file turned out to be.</summary>
sealed record Finding(FileFormat Format, Refusal? Refusal = null)
{
    public IReadOnlyList<Finding.Note> Notes { get; init; } = [];

    public static Finding Broken(FileFormat format) => new(format, Refusal.Broken(format));

    /// <summary>A text and what fills it beside the file's name.</summary>
    public sealed record Note(string Key, params IReadOnlyList<Placeholder> Values);
}
