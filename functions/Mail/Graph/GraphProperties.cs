namespace Assessment.Mail.Graph;

/// <summary>What our messages carry beside what people see: extended properties, which stay with the message wherever it is moved.</summary>
public static class GraphProperties
{
    const string Set = "{8c1b0f6a-3f63-4b0f-9d3b-6a1f0e2c7d41}";

    /// <summary>The outbox key, by which a message is found again.</summary>
    public const string OutboxKey = $"String {Set} Name OutboxKey";
    public const string MailKind = $"String {Set} Name MailKind";
    public const string About = $"String {Set} Name About";

    /// <summary>The messages that carry a key: sent, or still a draft, in whatever folder.</summary>
    public static string FilterByKey(string key) => $"singleValueExtendedProperties/any(ep: ep/id eq '{OutboxKey}' and ep/value eq {Quoted(key)})";

    public static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
