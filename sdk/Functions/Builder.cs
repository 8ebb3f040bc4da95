using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw DeclarationsOnly();

    internal static PlatformNotSupportedException DeclarationsOnly()
        => new("This build holds the SDK's declarations only and cannot run as a function app. Build with -p:FunctionsSdk=azure, or run it on the local host: dotnet run --project host -- rehearse samples/malaysia-2025");
}

public class FunctionsApplicationBuilder
{
    internal FunctionsApplicationBuilder() => throw FunctionsApplication.DeclarationsOnly();

    public ConfigurationManager Configuration => throw FunctionsApplication.DeclarationsOnly();

    public IHostEnvironment Environment => throw FunctionsApplication.DeclarationsOnly();

    public IServiceCollection Services => throw FunctionsApplication.DeclarationsOnly();

    public IHost Build() => throw FunctionsApplication.DeclarationsOnly();
}

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
        => throw FunctionsApplication.DeclarationsOnly();
}
