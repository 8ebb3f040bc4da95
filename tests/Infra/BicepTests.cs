using System.Text.Json;
using System.Text.RegularExpressions;

namespace Assessment.Tests.Infra;

public class BicepTests
{
    static readonly string[] Settings =
    [
        "AzureWebJobsStorage__credential",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__queueServiceUri",
        "AzureWebJobsStorage__tableServiceUri",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "AZURE_CLIENT_ID",
        "Assessment__EvidenceBlobEndpoint",
        "Assessment__RegisterTableEndpoint",
        "Assessment__IdentityClientId",
        "Assessment__TenantId",
        "Assessment__Audience",
        "Assessment__PageAddress",
        "Assessment__Holds",
        "Assessment__Scan__VerdictQueue",
        "Assessment__Scan__Clamd",
        "Assessment__Mail__Mailbox",
        "Assessment__Mail__NotificationUrl",
    ];

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Repository.PathTo("infra"), "*.bicep", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    static JsonElement App => Bicep.OfType("Microsoft.Web/sites").Single();

    static JsonElement AppProperties => App.GetProperty("properties");

    [Fact]
    public void The_template_builds_without_errors_and_warnings() => Assert.Equal((0, ""), (Bicep.Build.ExitCode, Bicep.Build.Error));

    [Fact]
    public void The_linter_has_nothing_to_say()
    {
        var lint = Bicep.Run("lint", "infra/main.bicep");

        Assert.Equal((0, "", ""), (lint.ExitCode, lint.Output, lint.Error));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_is_formatted(string file)
    {
        var formatted = Bicep.Run("format", file, "--stdout", "--newline-kind", "LF", "--indent-kind", "Space", "--indent-size", "2", "--insert-final-newline");

        Assert.Equal(0, formatted.ExitCode);
        Assert.Equal(formatted.Output.TrimEnd(), File.ReadAllText(Repository.PathTo(file)).TrimEnd());
    }

    [Fact]
    public void The_task_hub_and_the_evidence_have_accounts_of_their_own()
        => Assert.Equal(["hostStorageName", "evidenceStorageName"], Modules("storage").Select(module => Regex.Match(Parameter(module, "name"), @"variables\('(\w+)'\)").Groups[1].Value));

    [Theory]
    [InlineData("allowSharedKeyAccess", "False")]
    [InlineData("allowBlobPublicAccess", "False")]
    [InlineData("minimumTlsVersion", "TLS1_2")]
    [InlineData("supportsHttpsTrafficOnly", "True")]
    [InlineData("allowCrossTenantReplication", "False")]
    public void Every_storage_account_is_closed_to_keys_and_strangers(string property, string value)
        => AssertAll(Bicep.OfType("Microsoft.Storage/storageAccounts"), account => Assert.Equal(value, account.GetProperty("properties").GetProperty(property).ToString()));

    [Fact]
    public void No_container_is_public()
        => AssertAll(Bicep.OfType("Microsoft.Storage/storageAccounts/blobServices/containers"), container => Assert.Equal("None", container.GetProperty("properties").GetProperty("publicAccess").GetString()));

    [Fact]
    public void Deleted_blobs_and_containers_can_be_brought_back()
        => AssertAll(Bicep.OfType("Microsoft.Storage/storageAccounts/blobServices"), blobs =>
        {
            Assert.True(blobs.GetProperty("properties").GetProperty("deleteRetentionPolicy").GetProperty("enabled").GetBoolean());
            Assert.True(blobs.GetProperty("properties").GetProperty("containerDeleteRetentionPolicy").GetProperty("enabled").GetBoolean());
        });

    [Fact]
    public void Evidence_keeps_its_versions_and_has_a_landing_and_a_vault()
    {
        var evidence = Modules("storage").Single(module => Parameter(module, "name").Contains("evidence", StringComparison.Ordinal));

        Assert.Equal("True", Parameter(evidence, "keepVersions"));
        Assert.Equal("""["landing","quarantine","vault"]""", Regex.Replace(Parameter(evidence, "containers"), @"\s", ""));
    }

    [Fact]
    public void The_deployment_container_exists_on_the_host_account()
    {
        var host = Modules("storage").Single(module => Parameter(module, "name").Contains("host", StringComparison.Ordinal));

        Assert.Contains($"\"{Parameter(Modules("functions").Single(), "deploymentContainer")}\"", Parameter(host, "containers"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_app_runs_dotnet_isolated_10_on_flex_consumption()
    {
        var runtime = AppProperties.GetProperty("functionAppConfig").GetProperty("runtime");
        var plan = Bicep.OfType("Microsoft.Web/serverfarms").Single();

        Assert.Equal(("dotnet-isolated", "10.0"), (runtime.GetProperty("name").GetString(), runtime.GetProperty("version").GetString()));
        Assert.Equal(("FC1", "FlexConsumption"), (plan.GetProperty("sku").GetProperty("name").GetString(), plan.GetProperty("sku").GetProperty("tier").GetString()));
        Assert.True(plan.GetProperty("properties").GetProperty("reserved").GetBoolean());
    }

    [Fact]
    public void One_instance_is_always_ready_for_callers_and_one_for_the_task_hub()
    {
        var ready = AppProperties.GetProperty("functionAppConfig").GetProperty("scaleAndConcurrency").GetProperty("alwaysReady");

        Assert.Equal([("http", 1), ("durable", 1)], ready.EnumerateArray().Select(group => (group.GetProperty("name").GetString(), group.GetProperty("instanceCount").GetInt32())));
    }

    [Fact]
    public void The_package_is_fetched_with_the_identity()
        => Assert.Equal("UserAssignedIdentity", AppProperties.GetProperty("functionAppConfig").GetProperty("deployment").GetProperty("storage").GetProperty("authentication").GetProperty("type").GetString());

    [Fact]
    public void The_app_answers_on_https_with_tls_1_2_and_takes_no_passwords()
    {
        Assert.True(AppProperties.GetProperty("httpsOnly").GetBoolean());
        Assert.Equal("1.2", AppProperties.GetProperty("siteConfig").GetProperty("minTlsVersion").GetString());
        Assert.Equal("Disabled", AppProperties.GetProperty("siteConfig").GetProperty("ftpsState").GetString());
        Assert.Equal(
            [("[format('{0}/{1}', parameters('name'), 'ftp')]", false), ("[format('{0}/{1}', parameters('name'), 'scm')]", false)],
            Bicep.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies")
                .Select(policy => (policy.GetProperty("name").GetString()!, policy.GetProperty("properties").GetProperty("allow").GetBoolean()))
                .Order());
    }

    [Fact]
    public void The_app_gets_exactly_the_settings_that_it_reads()
        => Assert.Equal(Settings, AppSettings().Select(setting => setting.Name));

    [Theory]
    [InlineData("blob")]
    [InlineData("queue")]
    [InlineData("table")]
    public void Durable_functions_finds_its_task_hub_in_every_service_of_the_host_account(string service)
        => Assert.EndsWith($".primaryEndpoints.{service}]", AppSettings().Single(setting => setting.Name == $"AzureWebJobsStorage__{service}ServiceUri").Value, StringComparison.Ordinal);

    [Fact]
    public void Telemetry_comes_in_by_identity_only()
    {
        Assert.True(Bicep.OfType("Microsoft.Insights/components").Single().GetProperty("properties").GetProperty("DisableLocalAuth").GetBoolean());
        Assert.Contains("Authorization=AAD", AppSettings().Single(setting => setting.Name == "APPLICATIONINSIGHTS_AUTHENTICATION_STRING").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_reads_a_key_or_hands_one_out()
        => Assert.DoesNotMatch(new Regex(@"list(Account|Service)?(Keys|Secrets|SAS)?\(|AccountKey|SharedAccessSignature|securestring|connectionStrings|InstrumentationKey", RegexOptions.IgnoreCase), Bicep.Build.Output);

    [Fact]
    public void Outputs_are_names_and_addresses()
        => AssertAll(Bicep.Templates.SelectMany(Outputs), output =>
            Assert.DoesNotMatch(new Regex("ConnectionString|Password|Secret|Key", RegexOptions.IgnoreCase), output.Name + output.Value.GetProperty("value")));

    [Fact]
    public void The_identity_has_these_roles_and_no_others()
    {
        var roles = JsonSerializer.Serialize(RolesTemplate.GetProperty("variables"));

        Assert.Equal(
            [
                ("blobDataContributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe"),
                ("blobDataOwner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"),
                ("monitoringMetricsPublisher", "3913510d-42f4-4e42-8a64-420c390055eb"),
                ("queueDataContributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"),
                ("queueDataMessageProcessor", "8a0f0c08-91a1-4084-bc3d-661d67233fed"),
                ("tableDataContributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"),
            ],
            JsonSerializer.Deserialize<SortedDictionary<string, string>>(roles)!.Select(role => (role.Key, role.Value)));
        Assert.Equal(
            [
                ("evidenceStorageName", "[createArray(variables('blobDataContributor'), variables('tableDataContributor'))[copyIndex()]]"),
                ("evidenceStorageName", "[variables('blobDataOwner')]"),
                ("evidenceStorageName", "[variables('queueDataMessageProcessor')]"),
                ("hostStorageName", "[createArray(variables('blobDataOwner'), variables('queueDataContributor'), variables('tableDataContributor'))[copyIndex()]]"),
                ("insightsName", "[variables('monitoringMetricsPublisher')]"),
                ("storageName", "[variables('queueDataMessageSender')]"),
            ],
            RoleAssignments.Select(assignment => (Scope(assignment), Role(assignment))).Order());
    }

    [Fact]
    public void Every_role_assignment_is_named_after_its_principal()
        => AssertAll(RoleAssignments.Where(assignment => !IsOfTopic(assignment)), assignment =>
        {
            Assert.Matches(@"guid\(.*parameters\('principalId'\)", assignment.GetProperty("name").GetString());
            Assert.Equal("[parameters('principalId')]", assignment.GetProperty("properties").GetProperty("principalId").GetString());
        });

    [Fact]
    public void Defender_scans_the_evidence_account_and_tells_one_queue_by_the_identity_of_its_topic()
    {
        var defender = Bicep.OfType("Microsoft.Security/defenderForStorageSettings").Single().GetProperty("properties");
        var delivery = Bicep.OfType("Microsoft.EventGrid/topics/eventSubscriptions").Single().GetProperty("properties");
        var queue = delivery.GetProperty("deliveryWithResourceIdentity").GetProperty("destination").GetProperty("properties").GetProperty("queueName").GetString();

        Assert.Equal("evidenceStorageName", Regex.Match(Parameter(Modules("scanning").Single(), "storageName"), @"variables\('(\w+)'\)").Groups[1].Value);
        Assert.True(defender.GetProperty("malwareScanning").GetProperty("onUpload").GetProperty("isEnabled").GetBoolean());
        Assert.Contains("Microsoft.EventGrid/topics", defender.GetProperty("malwareScanning").GetProperty("scanResultsEventGridTopicResourceId").GetString(), StringComparison.Ordinal);
        Assert.Equal("Microsoft.Security.MalwareScanningResult", Assert.Single(delivery.GetProperty("filter").GetProperty("includedEventTypes").EnumerateArray()).GetString());
        Assert.Equal("[parameters('queueName')]", queue);
        Assert.Single(RoleAssignments, IsOfTopic);
    }

    [Fact]
    public void The_vault_is_immutable_only_where_evidence_is_to_be_held()
    {
        var evidence = Modules("storage").Single(module => Parameter(module, "name").Contains("evidence", StringComparison.Ordinal));

        Assert.Equal(
            "[if(equals(parameters('evidenceHolds'), 'None'), createObject('value', createArray()), createObject('value', createArray('vault')))]",
            evidence.GetProperty("properties").GetProperty("parameters").GetProperty("immutableContainers").GetString());
        Assert.Equal("None", Bicep.Template.GetProperty("parameters").GetProperty("evidenceHolds").GetProperty("defaultValue").GetString());
    }

    [Fact]
    public void Azd_finds_its_group_and_its_app_by_tags()
    {
        var group = Bicep.OfType("Microsoft.Resources/resourceGroups").Single();
        var functions = Modules("functions").Single();

        Assert.Equal("[variables('tags')]", group.GetProperty("tags").GetString());
        Assert.Equal("[parameters('environmentName')]", Bicep.Template.GetProperty("variables").GetProperty("tags").GetProperty("azd-env-name").GetString());
        Assert.Contains("'azd-service-name', parameters('serviceName')", App.GetProperty("tags").GetString(), StringComparison.Ordinal);
        Assert.Equal("functions", Parameter(functions, "serviceName"));
    }

    [Fact]
    public void Azd_gets_to_know_the_app_and_its_address()
    {
        var names = Outputs(Bicep.Template).Select(output => output.Name).ToList();

        Assert.Contains("AZURE_FUNCTION_NAME", names);
        Assert.Contains("AZURE_FUNCTION_URL", names);
        Assert.All(names, name => Assert.StartsWith("AZURE_", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_parameter_that_azd_passes_is_declared()
    {
        using var parameters = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("infra", "main.parameters.json")));

        Assert.Equal(
            Bicep.Template.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).Order(StringComparer.Ordinal),
            parameters.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
    }

    static JsonElement RolesTemplate => Modules("roles").Single().GetProperty("properties").GetProperty("template");

    static IEnumerable<JsonElement> RoleAssignments => Bicep.OfType("Microsoft.Authorization/roleAssignments");

    static bool IsOfTopic(JsonElement assignment) => assignment.GetProperty("properties").GetProperty("principalId").GetString()!.Contains("Microsoft.EventGrid/topics", StringComparison.Ordinal);

    static string Scope(JsonElement assignment) => Regex.Match(assignment.GetProperty("scope").GetString()!, @"parameters\('(\w+)'\)").Groups[1].Value;

    static string Role(JsonElement assignment) => Regex.Replace(
        assignment.GetProperty("properties").GetProperty("roleDefinitionId").GetString()!,
        @"^\[subscriptionResourceId\('Microsoft.Authorization/roleDefinitions', (.*)\)\]$",
        "[$1]");

    static IEnumerable<(string Name, string Value)> AppSettings() => AppProperties.GetProperty("siteConfig").GetProperty("appSettings").EnumerateArray()
        .Select(setting => (setting.GetProperty("name").GetString()!, setting.GetProperty("value").GetString()!));

    static IEnumerable<JsonProperty> Outputs(JsonElement template) => template.TryGetProperty("outputs", out var outputs) ? outputs.EnumerateObject() : [];

    /// <summary>The modules of the main template whose name ends in a word.</summary>
    static IEnumerable<JsonElement> Modules(string name) => Bicep.Modules.Where(module => module.GetProperty("name").GetString()!.EndsWith(name, StringComparison.Ordinal));

    static string Parameter(JsonElement module, string name) => module.GetProperty("properties").GetProperty("parameters").GetProperty(name).GetProperty("value").ToString();

    static void AssertAll<T>(IEnumerable<T> items, Action<T> check)
    {
        var list = items.ToList();
        Assert.NotEmpty(list);
        Assert.All(list, check);
    }
}
