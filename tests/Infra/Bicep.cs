using System.Text.Json;

namespace Assessment.Tests.Infra;

/// <summary>The Bicep compiler that comes as a NuGet package.</summary>
static class Bicep
{
    static readonly Lazy<CliResult> Built = new(() => Run("build", "infra/main.bicep", "--stdout"));

    /// <summary>The outcome of building infra/main.bicep, once for all tests.</summary>
    public static CliResult Build => Built.Value;

    public static CliResult Run(params string[] arguments) => Cli.Run(Path.Combine(Repository.BicepFolder, "tools", "bicep"), arguments);

    public static JsonElement Template { get; } = JsonDocument.Parse(Build.Output).RootElement;

    /// <summary>Every resource of the template and of its modules, except the deployments that the modules become.</summary>
    public static IReadOnlyList<JsonElement> Resources { get; } = [.. ResourcesOf(Template)];

    /// <summary>The template and those of its modules.</summary>
    public static IReadOnlyList<JsonElement> Templates { get; } = [.. TemplatesIn(Template)];

    public static IReadOnlyList<JsonElement> Modules { get; } = [.. Declared(Template).Where(IsModule)];

    public static IEnumerable<JsonElement> OfType(string type) => Resources.Where(resource => resource.GetProperty("type").GetString() == type);

    static IEnumerable<JsonElement> ResourcesOf(JsonElement template) => TemplatesIn(template)
        .SelectMany(Declared)
        .Where(resource => !IsModule(resource) && !IsExisting(resource));

    static IEnumerable<JsonElement> TemplatesIn(JsonElement template) => Declared(template)
        .Where(IsModule)
        .SelectMany(module => TemplatesIn(module.GetProperty("properties").GetProperty("template")))
        .Prepend(template);

    /// <summary>Resources are an array, or an object of symbolic names in templates of language version 2.</summary>
    static IEnumerable<JsonElement> Declared(JsonElement template) => template.GetProperty("resources") switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        var named => named.EnumerateObject().Select(property => property.Value),
    };

    static bool IsModule(JsonElement resource) => resource.GetProperty("type").GetString() == "Microsoft.Resources/deployments";

    static bool IsExisting(JsonElement resource) => resource.TryGetProperty("existing", out var existing) && existing.GetBoolean();
}
