#Requires -RunAsAdministrator
<#
.SYNOPSIS
Makes this Windows the Docker host of the stack gaming-pc. It may be run again at any time.

.DESCRIPTION
A Linux of its own under WSL2, in the network of Windows itself, with Docker, the toolkit of the card's makers and a way in
by SSH; and the ports of its containers open to the house, and to nobody else. The driver of the card is that of Windows.

.EXAMPLE
.\install.ps1 -User me -PublicKey (Get-Content $HOME\.ssh\id_ed25519.pub)
#>
[CmdletBinding()]
param(
  [Parameter(Mandatory)] [ValidatePattern('^[a-z][a-z0-9-]*$')] [string] $User,
  [Parameter(Mandatory)] [ValidatePattern('^(ssh|ecdsa|sk)-')] [string] $PublicKey,
  [ValidatePattern('^[A-Za-z0-9-]+$')] [string] $Name = 'lab',
  # What is left is for games.
  [ValidatePattern('^\d+GB$')] [string] $Memory = '48GB',
  # SSH, the ingress, the model that answers by its port, the manager, and what is measured.
  [int[]] $Ports = @(22, 80, 443, 8080, 8090, 9100, 9400, 12345)
)
$ErrorActionPreference = 'Stop'
$env:WSL_UTF8 = '1'

# Mirrored: Linux has the address of Windows, so that a container can be bound to it, and to no other.
$settings = @"
[wsl2]
memory=$Memory
networkingMode=mirrored
vmIdleTimeout=-1
"@.Replace("`r`n", "`n")
$file = Join-Path $env:USERPROFILE '.wslconfig'
if (-not (Test-Path $file) -or (Get-Content -Raw $file).Replace("`r`n", "`n").Trim() -ne $settings.Trim()) {
  [System.IO.File]::WriteAllText($file, "$settings`n")
  wsl --shutdown
}

if ((wsl --list --quiet) -notcontains $Name) {
  wsl --install --distribution Ubuntu-24.04 --name $Name --no-launch
  if ($LASTEXITCODE -ne 0) { throw "wsl cannot install $Name" }
}

# Docker and SSH are services of systemd.
wsl --distribution $Name --user root --exec grep -qs '^systemd=true' /etc/wsl.conf
if ($LASTEXITCODE -ne 0) {
  wsl --distribution $Name --user root --exec sh -c "printf '[boot]\nsystemd=true\n' >/etc/wsl.conf"
  wsl --terminate $Name
}

wsl --distribution $Name --user root --cd $PSScriptRoot --exec bash ./install.sh $User $PublicKey
if ($LASTEXITCODE -ne 0) { throw "the setup of $Name failed" }

# What comes in to Linux passes the firewall of Hyper-V, and not that of Windows.
$rule = 'lab-in'
if (Get-NetFirewallHyperVRule -Name $rule -ErrorAction SilentlyContinue) { Remove-NetFirewallHyperVRule -Name $rule }
New-NetFirewallHyperVRule -Name $rule -DisplayName 'The lab, from the house' -Direction Inbound -Action Allow `
  -VMCreatorId '{40E0AC32-46A5-438A-A0B2-2B479E8F2E90}' -Protocol TCP -LocalPorts $Ports -RemoteAddresses LocalSubnet | Out-Null

# WSL ends a Linux in which no program of Windows has a part. This one has, from when its owner signs in.
$keep = New-ScheduledTaskAction -Execute 'wsl.exe' -Argument "--distribution $Name --exec sleep infinity"
$start = New-ScheduledTaskTrigger -AtLogOn -User $env:USERNAME
$always = New-ScheduledTaskSettingsSet -ExecutionTimeLimit 0 -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
Register-ScheduledTask -Force -TaskName "wsl $Name" -Action $keep -Trigger $start -Settings $always | Out-Null
Start-ScheduledTask -TaskName "wsl $Name"
