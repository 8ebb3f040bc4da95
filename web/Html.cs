using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assessment.Web;

/// <summary>Renders a component to text. Components here only show what they are given, so they need no services.</summary>
public static class Html
{
    static readonly ServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();

    public static async Task<string> Of<TComponent>(object view)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(NoServices, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["View"] = view }));
            return "<!DOCTYPE html>\n" + root.ToHtmlString();
        });
    }
}
