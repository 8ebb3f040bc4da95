namespace Assessment.Host.Sandbox.Graph;

/// <summary>The extended properties with which the app marks its drafts, and by which the sandbox knows what a mail is about.</summary>
static class OutboxProperties
{
    const string Set = "String {8c1b0f6a-3f63-4b0f-9d3b-6a1f0e2c7d41} Name ";

    public const string Key = Set + "OutboxKey";
    public const string Kind = Set + "MailKind";
    public const string About = Set + "About";
}
