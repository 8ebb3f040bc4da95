using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Mail.Graph;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Assessment.Tests.Mail.Graph;

public sealed class GraphMailboxOptionsTests
{
    [Fact]
    public void A_mailbox_and_an_address_for_notifications_are_enough()
    {
        var options = Read(("Mailbox", "mapo@moha.gov.my"), ("NotificationUrl", "https://func-assessment.azurewebsites.net"));

        Assert.Equal((4, 30, 10_000), (options.RequestsAtOnce, options.MessagesPerMinute, options.RecipientsPerDay));
        Assert.Equal("https://graph.microsoft.com/v1.0", options.Endpoint.ToString());
    }

    [Fact]
    public void Every_fault_is_told_in_words()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(("Mailbox", "mapo"), ("RecipientsPerDay", "20000")));

        Assert.Equal(
            """
            DataAnnotation validation failed for 'GraphMailboxOptions' members: 'Mailbox' with the error: 'Assessment__Mail__Mailbox is no mail address.'.
            DataAnnotation validation failed for 'GraphMailboxOptions' members: 'NotificationUrl' with the error: 'Assessment__Mail__NotificationUrl is empty: name the address under which Microsoft Graph reaches this app.'.
            DataAnnotation validation failed for 'GraphMailboxOptions' members: 'RecipientsPerDay' with the error: 'The field RecipientsPerDay must be between 1 and 10000.'.
            """.ReplaceLineEndings("\n"),
            string.Join('\n', refusal.Failures));
    }

    [Fact]
    public void Notifications_come_by_https_only()
        => Assert.Contains(
            "Assessment__Mail__NotificationUrl must be an address with https, and is http://func.example/.",
            Assert.Throws<OptionsValidationException>(() => Read(("Mailbox", "mapo@moha.gov.my"), ("NotificationUrl", "http://func.example"))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("mapo@moha.gov.my", false)]
    [InlineData("", true)]
    public void The_app_on_azure_has_a_mailbox_as_soon_as_one_is_named(string mailbox, bool isMissing)
    {
        var services = new ServiceCollection();
        services.AddAssessment().AddAzure(Settings(
            ("Assessment:EvidenceBlobEndpoint", "https://blobs.example"),
            ("Assessment:RegisterTableEndpoint", "https://tables.example"),
            ("Assessment:IdentityClientId", "00000000-0000-0000-0000-000000000001"),
            ("Assessment:Mail:Mailbox", mailbox),
            ("Assessment:Mail:NotificationUrl", "https://func.example")));
        using var app = services.BuildServiceProvider();

        Assert.Equal(isMissing, app.GetRequiredService<Readiness>().Missing!.Contains("mailbox", StringComparison.Ordinal));
        Assert.Equal(isMissing, app.GetService<IMailbox>() is not GraphMailbox);
    }

    static GraphMailboxOptions Read(params (string Name, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddOptions<GraphMailboxOptions>()
            .Bind(Settings([.. settings.Select(setting => ($"{GraphMailboxOptions.Section}:{setting.Name}", setting.Value))]).GetSection(GraphMailboxOptions.Section))
            .ValidateDataAnnotations();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<GraphMailboxOptions>>().Value;
    }

    static IConfiguration Settings(params (string Name, string Value)[] settings)
        => new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
