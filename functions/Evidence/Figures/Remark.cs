using Assessment.Cycle;
using Assessment.Mail;

namespace Assessment.Evidence.Figures;

/// <summary>A sentence about an answer as the key of a text and its values, so that each reader gets it in their own language.</summary>
public sealed record Remark(string Key, IReadOnlyList<RemarkValue> Values)
{
    public static Remark Of(string key, params (string Name, string Text)[] values) =>
        new(key, [.. values.Select(value => new RemarkValue(value.Name, value.Text))]);

    /// <summary>What was said about a file, which is a remark like any other.</summary>
    public static Remark Of(FileRemark said) =>
        new(said.Key, [.. said.Values.Select(value => new RemarkValue(value.Name, value.Text, Inner: value.Words is { } words ? Of(words) : null))]);

    public string In(Language language) => Texts.Fill(language, Key, [.. Values.Select(value => (value.Name, value.In(language)))]);

    /// <summary>The sentence in English, as the register and the ledger keep it.</summary>
    public override string ToString() => In(Language.En);
}

/// <summary>What stands for a placeholder: the sender's own text, or words of ours that are texts themselves.</summary>
public sealed record RemarkValue(string Name, string Text, IReadOnlyList<string>? Words = null, Remark? Inner = null)
{
    public string In(Language language) => this switch
    {
        { Inner: { } inner } => inner.In(language),
        { Words: { } words } => string.Join(", ", words.Select(word => Texts.Fill(language, word))),
        _ => Text,
    };
}
